//! The words of problems with pictures. In: a file and what is wrong with it. Out: [`Problem`]s.

use super::problem;
use crate::{
    pictures::PictureError,
    problem::{Code, Problem},
    source::{Place, SourcePath},
};

pub fn picture_unfit(path: &SourcePath, fault: PictureError) -> Problem {
    let place = Place::whole(path);
    match fault {
        PictureError::Broken(reason) => problem(
            Code::PictureBroken,
            place,
            format!("this picture cannot be read: {reason}"),
            "fetch it again from where it came from, or open it and save it as a JPEG",
        ),
        PictureError::Unread => problem(
            Code::FileUnreadable,
            place,
            "this file could not be read, so that nobody knows whether it is a photograph",
            "look whether the disk is at hand, and try again",
        ),
        PictureError::TooLarge { width, height } => problem(
            Code::PictureTooLarge,
            place,
            format!("this picture has {width} × {height} pixels, more than can be read"),
            "make it smaller: 4000 pixels along an edge are enough for every screen",
        ),
        PictureError::Format(name) => problem(
            Code::PictureUncleaned,
            place,
            format!("what a camera wrote cannot be taken out of this picture: it is {name}"),
            "open it and save it as a JPEG, or as a PNG where it is a drawing",
        ),
        PictureError::Active(what) => problem(
            Code::DrawingActive,
            place,
            format!("this drawing holds {what}"),
            "save it as a plain SVG, or as a PNG",
        ),
        PictureError::Undrawn => problem(
            Code::PictureUncleaned,
            place,
            "this picture lies on its side, and this program was built without the means to turn it",
            "turn it and save it, or build the program with the feature `pictures`",
        ),
    }
}

pub fn picture_unshown(path: &SourcePath) -> Problem {
    problem(
        Code::PictureUnshown,
        Place::whole(path),
        "no page shows this picture, and everybody can fetch it from the site",
        "take it out of `content`, or show it in a bulletin",
    )
}

pub fn theme_picture_tells(path: &SourcePath) -> Problem {
    problem(
        Code::ThemePictureTells,
        Place::whole(path),
        "this picture of the theme says where it was taken",
        "open it and save it without its metadata: files of a theme are published as they are",
    )
}
