//! Whether an import knows what tells of the same event (import.md, "Once only"): fifty appeals, and what a paper makes of each
//! in other words, without a reference. In: the program over folders on disk. The texts are invented.

use crate::{
    disk::Folder,
    import::{DECEMBER, receipts},
};

/// An appeal, and the same in the words of a paper; `{}` are what differs from case to case.
const PAIRS: &[(&str, &str, &str)] = &[
    (
        "Appeal after burglary in {road}",
        "Officers ask for witnesses after a burglary in {road}, {place}. Between 6pm and 9pm on Thursday a rear patio door was forced and {item} was stolen. A {car} was seen leaving the area.",
        "Thieves forced a patio door and fled with {item} from a home in {place}. Neighbours in {road} saw a {car} speeding away on Thursday evening, officers say.",
    ),
    (
        "Robbery at a shop in {place}",
        "A man threatened the staff of a shop in {road}, {place}, with a hammer on Monday afternoon and demanded the till. He left with cash and {item} in a {car}, which had no plates.",
        "A robber with a hammer terrified shop staff in {place}. He emptied the till, grabbed {item}, and drove off along {road} in a {car} without plates.",
    ),
    (
        "Collision on {road}",
        "A cyclist was seriously hurt in a collision with a {car} at the junction of {road} and the bypass near {place} at about 7.20am. The driver stopped. {item} was damaged.",
        "A cyclist suffered serious injuries when a {car} hit them close to {place} during the morning rush. The junction of {road} with the bypass was shut for hours; {item} was wrecked.",
    ),
    (
        "Fire at allotments in {place}",
        "A fire that destroyed three sheds at the allotments off {road}, {place}, is being treated as arson. {item} was lost. A youth on a scooter and a {car} were seen shortly before.",
        "Arsonists are blamed for a blaze at allotments in {place} in which sheds and {item} were lost. Plot holders at {road} noticed a youth on a scooter, and a {car}.",
    ),
    (
        "Dog stolen from a garden in {place}",
        "A spaniel puppy was taken from a garden in {road}, {place}, through a hole cut in the fence. The lead and {item} were taken as well. A {car} had been waiting in the lane.",
        "A family in {place} is heartbroken after their spaniel puppy was snatched. Someone cut the fence of their garden in {road}, took {item} too, and got into a waiting {car}.",
    ),
];

/// What differs: road, place, item, car.
const FACTS: &[[&str; 4]] = &[
    ["Kestrel Close", "Wrenfield", "a gold carriage clock", "silver estate car"],
    ["Bramble Way", "Mill End", "an antique violin", "blue pick-up"],
    ["Tanner Row", "Church End", "two racing pigeons", "white van with ladders"],
    ["Orchard Rise", "Tanfold", "a cordless hedge trimmer", "black hatchback"],
    ["Quarry Hill", "Lower Wick", "a coin collection", "green jeep"],
    ["Station Parade", "Hartbrook", "a signed football shirt", "red moped"],
    ["Willow Bank", "Ashcombe", "a brass telescope", "yellow tipper"],
    ["Chapel Steps", "Penford", "a sewing machine", "grey saloon"],
    ["Harbour View", "Saltmere", "an outboard motor", "orange camper"],
    ["Foundry Street", "Kingsholt", "a drum kit", "brown people carrier"],
];

fn told(text: &str, facts: &[&str; 4]) -> String {
    ["{road}", "{place}", "{item}", "{car}"]
        .iter()
        .zip(facts)
        .fold(text.to_owned(), |text, (name, fact)| text.replace(name, fact))
}

#[test]
fn fifty_stories_find_their_appeals() {
    let folder = Folder::empty();
    let (mut appeals, mut stories) = (vec!["import".to_owned()], vec!["import".to_owned()]);
    let mut titles = Vec::new();
    for facts in FACTS {
        for (at, (title, appeal, story)) in PAIRS.iter().enumerate() {
            let title = format!("{}, {}", told(title, facts), facts[1]);
            let name = format!("{}-{at}", facts[1].replace(' ', "-"));
            let text = format!(
                "---\ntitle: \"{title}\"\ndate: 2026-11-{:02} 10:00\nsource:\n  name: Wren Valley Police\n---\n{}\n\nAnybody with information is asked to call 101.\n",
                at + 12,
                told(appeal, facts)
            );
            folder.put(&format!("in/{name}.md"), text.as_bytes());
            folder.put(
                &format!("in/{name}.txt"),
                format!("More on WrenOnline\n{}\nRead more: All the news from Wrenshire\n", told(story, facts))
                    .as_bytes(),
            );
            appeals.push(format!("in/{name}.md"));
            stories.push(format!("in/{name}.txt"));
            titles.push(title);
        }
    }
    let run = |sources: &[String]| {
        let arguments: Vec<&str> = sources.iter().map(String::as_str).chain(["--format", "json"]).collect();
        receipts(&folder.at(DECEMBER, &arguments).ended(0))
    };
    let written = run(&appeals);
    let told: Vec<String> = written.iter().filter(|one| one["outcome"] != "written").map(ToString::to_string).collect();
    assert!(told.is_empty(), "each appeal is of its own: {told:#?}");
    let mut wrong = Vec::new();
    for ((appeal, story), title) in written.iter().zip(run(&stories)).zip(&titles) {
        if story["outcome"] != "coverage" || story["path"] != appeal["path"] {
            wrong.push(format!("{title}: {}, {}", story["outcome"], story["path"]));
        }
    }
    assert!(wrong.is_empty(), "{} of 50\n{}", wrong.len(), wrong.join("\n"));
}
