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
    pub use crate::cards::{Card, Colour, Colours, Direction, Stress};
}

pub mod catalogue {
    pub use crate::catalogue::{FIELDS, Preview, Reading, Readings, Standing, field_name};

    pub mod reading {
        pub use crate::catalogue::reading::{Body, read, telephones};
    }
}

pub mod change {
    pub use crate::change::{Change, Refusal, Value, apply, apply_all, body, parts};
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
        pub use crate::parse::tree::Value;
    }
}

pub mod pictures {
    pub use crate::pictures::{DRAWS, Fault, Format, Kind, Picture, clean_drawing, look, open};
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
    pub use crate::problem::{Change, Code, Problem, Safety, sort};

    pub mod fix {
        pub use crate::problem::fix::apply;
    }

    pub mod show {
        pub use crate::problem::show::{github, json, report, sarif};
    }
}

#[cfg(feature = "publish")]
pub mod publish {
    pub use crate::publish::{Author, Earnest, Job, Remember, Report, Stopped, Talk, Target, run_on, tell::Told};

    pub mod host {
        pub use crate::publish::host::{Content, Doing, Fault, Found, Host, Trouble, When};
    }

    pub mod state {
        pub use crate::publish::state::State;
    }

    pub mod steps {
        pub use crate::publish::steps::{Act, Given, Group, Plan, Step, plan, unsure};
    }

    pub mod wanted {
        pub use crate::publish::wanted::{Headers, Listing, Print, Seen, Site, Source, Wanted};
    }
}

pub mod published {
    pub use crate::published::{Current, Memory, Published, current};
}

pub mod read {
    pub use crate::read::list;

    pub mod names {
        pub use crate::read::names::is_document;
    }
}

pub mod render {
    pub use crate::render::Rendered;
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
    pub use crate::site::{Fingerprints, Site, Wishes, assemble, settings};
}

pub mod source {
    pub use crate::source::{File, SourcePath, Sources, Span, Static, Text, Texts, line_and_column};
}

pub mod words {
    pub use crate::words::{Names, load};
}
