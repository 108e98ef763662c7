//! The share cards that are hardest to set, to be looked at: `cargo run --release --example cards -- FOLDER` writes each as a
//! PNG and a page `index.html` with all of them, and says how large they are and how long one takes.
#![expect(clippy::disallowed_methods, reason = "edge: writes pictures to look at")]
#![expect(clippy::print_stdout, reason = "it is a program")]

use std::{fs, io, path::PathBuf, time::Instant};

use noticeboard::testing::cards::{CardContent, CardMoment, Colours, Direction, ScreenColour, Stress};

const SITE: &str = "Maidstone Neighbourhood Watch";

const PAPER: Colours = Colours {
    paper: ScreenColour([0xfb, 0xfa, 0xf7]),
    ink: ScreenColour([0x16, 0x19, 0x1d]),
    quiet: ScreenColour([0x4f, 0x54, 0x5a]),
    brand: ScreenColour([0x12, 0x3f, 0x5f]),
};

const NIGHT: Colours = Colours {
    paper: ScreenColour([0x14, 0x17, 0x1a]),
    ink: ScreenColour([0xec, 0xea, 0xe4]),
    quiet: ScreenColour([0xb5, 0xb9, 0xbd]),
    brand: ScreenColour([0x9f, 0xcd, 0xf0]),
};

/// Kind, state, title, place, date.
type Texts = (&'static str, &'static str, &'static str, &'static str, &'static str);

const ENGLISH: &[Texts] = &[
    ("Appeal", "Open", "Witnesses sought after burglary in Hill Rise", "Coxheath", "1 March 2021"),
    ("Warning", "Updated", "Callers pretending to be from the bank", "Kent", "28 February 2021"),
    ("Help find", "Open", "Missing: Rowan, 74, last seen at Headcorn station", "Headcorn", "9 March 2021"),
    ("Incident", "Resolved", "Road closed at Loose Green", "Loose", "3 March 2021"),
    ("Advice", "Open", "Lock your shed", "Maidstone", "10 March 2021"),
    ("Event", "Expired", "Bike marking in Brenchley Gardens", "Maidstone and Coxheath", "6 March 2021"),
    ("Notice", "Resolved", "Street lights", "Coxheath, Loose, Boughton Monchelsea and 2 more", "5 March 2021"),
    ("Appeal", "Draft", "A bulletin that is not finished", "Kent", "10 March 2021"),
    ("Event", "Scheduled", "Meet your local officers at the library on Saturday morning", "Maidstone", "20 March 2021"),
    ("Warning", "Open", "Fire", "Kent", "10 March 2021"),
    ("Warning", "Open", "?", "", "10 March 2021"),
    (
        "Appeal",
        "Open",
        "Police are asking drivers with dashboard cameras who used the A229 between Staplehurst and Linton on the evening of Friday 26 February to check their recordings",
        "Staplehurst, Linton and Loose",
        "1 March 2021",
    ),
    (
        "Incident",
        "Expired",
        "Following a number of reports from residents over several weeks about vans stopping outside homes at night, with people looking into gardens, sheds and garages and trying the doors of cars, officers will patrol the area more often, and ask everybody who has seen something, or whose camera has, to get in touch with them on the usual number, however small it may seem, so that a picture can be put together",
        "Kent",
        "1 March 2021",
    ),
    ("Notice", "Open", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "Ynys Môn", "1 March 2021"),
    (
        "Notice",
        "Open",
        "https://maidstone-watch.example/2021/03/a-very-long-address-without-any-spaces/index.html",
        "Kent",
        "1 March 2021",
    ),
    (
        "Appeal",
        "Open",
        "Stratford-upon-Avon to Ashby-de-la-Zouch: walkers/cyclists – “seen anything?” – please say so",
        "Warwickshire",
        "1 March 2021",
    ),
    (
        "A kind with a long name of its own",
        "Updated",
        "Kinds may be named by the site",
        "An area with a name that is far longer than any area’s name ought to be, and then some more of it",
        "1 March 2021",
    ),
    ("Appeal", "Open", "🚨🚨 SCAM ALERT 🚨🚨 DO NOT ANSWER calls from 01632 960001 ☎️", "Kent", "1 March 2021"),
    ("Appeal", "Open", "Z̸̢̛͙̦̽͆ă̷̧̫l̶̨̛̰̈́͗g̵̢̟̈́̕o̷͙͐̈́͠ text\u{202e} turned round\u{202c}", "Kent", "1 March 2021"),
    (
        "Warning",
        "Open",
        "ALL CAPITALS: WATER MAIN BURST AT THE JUNCTION OF WEST STREET AND HEATH ROAD",
        "Coxheath",
        "1 March 2021",
    ),
];

/// With the direction of the site's language.
const OTHERS: &[(Direction, Texts)] = &[
    (
        Direction::LeftToRight,
        (
            "Rhybudd",
            "Ar agor",
            "Dŵr ar y ffordd yng Nghwm Ystwyth: peidiwch â gyrru drwyddo",
            "Ceredigion",
            "1 Mawrth 2021",
        ),
    ),
    (
        Direction::LeftToRight,
        (
            "Apêl",
            "Wedi’i ddatrys",
            "Chwilio am dystion wedi i ŷd gael ei ddwyn o ŵyl Sŵn y Tŷ",
            "Caerdydd",
            "1 Mawrth 2021",
        ),
    ),
    (
        Direction::LeftToRight,
        (
            "Ostrzeżenie",
            "Aktualne",
            "Zażółć gęślą jaźń: kradzieże rowerów przy ulicy Świętokrzyskiej w Łodzi",
            "Łódź",
            "1 marca 2021",
        ),
    ),
    (
        Direction::LeftToRight,
        ("Warning", "Open", "Uwaga na oszustów podających się za pracowników banku", "Slough", "1 March 2021"),
    ),
    (
        Direction::LeftToRight,
        ("Warning", "Open", "Cảnh báo lừa đảo qua điện thoại ở khu vực Lewisham", "Lewisham", "1 March 2021"),
    ),
    (
        Direction::LeftToRight,
        (
            "Προειδοποίηση",
            "Ανοιχτό",
            "Απάτες στο τηλέφωνο: μην δίνετε τα στοιχεία της τράπεζάς σας",
            "Λονδίνο",
            "1 Μαρτίου 2021",
        ),
    ),
    (
        Direction::LeftToRight,
        (
            "Попередження",
            "Відкрито",
            "Шахраї телефонують від імені банку: їх ґрунтовно перевіряють",
            "Лондон",
            "1 березня 2021",
        ),
    ),
    (
        Direction::LeftToRight,
        ("Warning", "Open", "تحذير من الاحتيال عبر الهاتف في مدينة ليستر", "Leicester", "1 March 2021"),
    ),
    (
        Direction::RightToLeft,
        (
            "تحذير",
            "مفتوح",
            "تحذير من مكالمات هاتفية من الرقم 01632 960001 تدعي أنها من البنك وتطلب معلومات شخصية",
            "ليستر",
            "1 مارس 2021",
        ),
    ),
    (
        Direction::RightToLeft,
        (
            "انتباہ",
            "کھلا",
            "فون پر دھوکہ دہی سے ہوشیار رہیں: اپنے بینک کی تفصیلات کسی کو نہ دیں",
            "بریڈفورڈ",
            "1 مارچ 2021",
        ),
    ),
    (Direction::LeftToRight, ("Advice", "Open", "אזהרה: הונאה בטלפון – אל תמסרו פרטים", "Barnet", "1 March 2021")),
    (
        Direction::LeftToRight,
        ("Warning", "Open", "फ़ोन पर धोखाधड़ी की चेतावनी: अपनी जानकारी किसी को न दें", "Harrow", "1 March 2021"),
    ),
    (
        Direction::LeftToRight,
        ("Warning", "Resolved", "ফোনে প্রতারণা সম্পর্কে সতর্কতা: কাউকে ব্যাংকের তথ্য দেবেন না", "Tower Hamlets", "1 March 2021"),
    ),
    (
        Direction::LeftToRight,
        ("Warning", "Open", "ਫ਼ੋਨ ਧੋਖਾਧੜੀ ਬਾਰੇ ਚੇਤਾਵਨੀ: ਆਪਣੀ ਜਾਣਕਾਰੀ ਕਿਸੇ ਨੂੰ ਨਾ ਦਿਓ", "Southall", "1 March 2021"),
    ),
    (
        Direction::LeftToRight,
        ("Warning", "Open", "ફોન છેતરપિંડી અંગે ચેતવણી: તમારી માહિતી કોઈને ન આપો", "Leicester", "1 March 2021"),
    ),
    (
        Direction::LeftToRight,
        ("Warning", "Open", "தொலைபேசி மோசடி எச்சரிக்கை: உங்கள் விவரங்களைத் தராதீர்கள்", "Harrow", "1 March 2021"),
    ),
    (Direction::LeftToRight, ("Warning", "Open", "电话诈骗警告：请勿提供银行信息", "Soho", "1 March 2021")),
    (Direction::LeftToRight, ("警告", "开放", "电话诈骗警告：请勿提供银行信息", "伦敦", "2021年3月1日")),
    (Direction::RightToLeft, ("تحذير", "تم الحل", "电话诈骗警告", "ليستر", "1 مارس 2021")),
];

fn card(texts: &Texts, direction: Direction, colours: Colours) -> CardContent {
    let (kind, state, title, place, date) = texts;
    let over = matches!(*state, "Resolved" | "Expired" | "Wedi’i ddatrys" | "تم الحل");
    CardContent {
        site: SITE.into(),
        kind: (*kind).into(),
        state: (*state).into(),
        stress: if over { Stress::State } else { Stress::Kind },
        title: (*title).into(),
        place: (*place).into(),
        date: (*date).into(),
        moment: CardMoment::Published,
        direction,
        colours,
    }
}

fn main() -> io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/cards".into()));
    fs::create_dir_all(&folder)?;
    let mut cards: Vec<CardContent> = ENGLISH.iter().map(|texts| card(texts, Direction::LeftToRight, PAPER)).collect();
    cards.extend(OTHERS.iter().map(|(direction, texts)| card(texts, *direction, PAPER)));
    cards.push(card(&ENGLISH[3], Direction::LeftToRight, NIGHT));
    let start = Instant::now();
    let pictures: Vec<Vec<u8>> = cards.iter().map(CardContent::png).collect();
    let took = start.elapsed() / u32::try_from(cards.len()).unwrap_or(1);
    let mut page =
        String::from("<!doctype html><title>Share cards</title><style>img { width: 33%; margin: 1px }</style>\n");
    for (at, picture) in pictures.iter().enumerate() {
        let name = format!("{:02}.png", at + 1);
        fs::write(folder.join(&name), picture)?;
        page.push_str(&format!("<img src=\"{name}\" alt=\"{name}\">\n"));
    }
    fs::write(folder.join("index.html"), page)?;
    let mut sizes: Vec<usize> = pictures.iter().map(Vec::len).collect();
    sizes.sort_unstable();
    let (middle, largest) = (sizes[sizes.len() / 2], sizes[sizes.len() - 1]);
    println!(
        "{} cards in {}: half below {middle} bytes, the largest {largest}; {took:?} each",
        cards.len(),
        folder.display()
    );
    Ok(())
}
