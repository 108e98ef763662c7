//! What `tests/it`, `benches` and `examples` use of the program, under the names of its modules. It adds nothing, and is no
//! interface to rely on.

pub mod address {
    pub use crate::address::{Address, BaseUrl, decode};

    pub mod clash {
        pub use crate::address::clash::{canonical, may_be_given};
    }
}

#[cfg(feature = "cards")]
pub mod cards {
    pub use crate::cards::{CardContent, CardMoment, Colours, Direction, ScreenColour, Stress};
}

pub mod catalogue {
    pub use crate::catalogue::{FIELDS, Preview, PublicPages, Reading, Readings, field_name};

    pub mod reading {
        pub use crate::catalogue::reading::{BodyQuery, read};
    }
}

pub mod change {
    pub use crate::change::{Change, Refusal, Value, apply, apply_all, body, parts};
}

#[cfg(feature = "desk")]
pub mod desk {
    pub use crate::desk::{
        fields::{changes, shown},
        form::FormData,
        moments::FormClock,
    };
}

pub mod embedded {
    pub use crate::embedded::{SCREENS, TEMPLATES, WORDS, statics, templates, themes};
}

pub mod markdown {
    pub use crate::markdown::{RawHtml, facts};
}

pub mod moment {
    pub use crate::moment::{DateOrder, Moment, Zone, parse};
}

pub mod parse {
    pub use crate::parse::parse;

    pub mod tree {
        pub use crate::parse::tree::TreeValue;
    }
}

pub mod pictures {
    pub use crate::pictures::{DRAWS, FileKind, Picture, PictureError, PictureFormat, clean_drawing, look, open};
}

pub mod plan {
    pub use crate::plan::{List, Recipe};

    pub mod traits {
        pub use crate::plan::traits::belongs_to;
    }
}

pub mod lint {
    pub use crate::lint::RULES;
}

pub mod problem {
    pub use crate::problem::{Code, FixAction, Problem, Safety, sort};

    pub mod fix {
        pub use crate::problem::fix::apply;
    }

    pub mod show {
        pub use crate::problem::show::{github, json, report, sarif};
    }
}

#[cfg(feature = "publish")]
pub mod publish {
    pub use crate::publish::{
        Author, PublishError, PublishJob, PublishListener, PublishMode, Remember, Report, Target, run_on,
        tell::Recipient,
    };

    pub mod host {
        pub use crate::publish::host::{
            FailureScope, FileBytes, Host, HostError, HostFuture, MarkedFile, PutCondition,
        };
    }

    pub mod state {
        pub use crate::publish::state::HostRecord;
    }

    pub mod steps {
        pub use crate::publish::steps::{Act, PlanInputs, PublishPlan, Step, StepGroup, plan, unsure};
    }

    pub mod wanted {
        pub use crate::publish::wanted::{
            BytesSource, FileHeaders, HostListing, HostListingEntry, Print, SiteFile, SiteFiles,
        };
    }
}

pub mod published {
    pub use crate::published::{CurrentBulletin, Memory, PublishedRecord, current};
}

pub mod read {
    pub use crate::read::list;

    pub mod names {
        pub use crate::read::names::is_document;
    }
}

pub mod render {
    pub use crate::render::RenderedOutput;
}

pub mod role {
    pub use crate::role::Role;
}

pub mod search {
    pub use crate::search::{fold, tokens};
}

pub mod settings {
    pub use crate::settings::{KEYS, Settings, read};

    pub mod contacts {
        pub use crate::settings::contacts::of_country;
    }
}

pub mod site {
    pub use crate::site::{Fingerprints, Site, SiteRequest, assemble, settings};
}

pub mod source {
    pub use crate::source::{File, SourcePath, Sources, Span, Static, Text, Texts, line_and_column};
}

pub mod words {
    pub use crate::words::{SiteNames, load};
}
