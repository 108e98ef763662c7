//! What only `check` speaks of: links and pictures that work but could be better (complaints.md; standards.md, 2.10).

use crate::harness::bulletin;

#[test]
fn a_link_that_names_a_host_without_a_scheme_leads_there_and_is_told_of() {
    let site =
        bulletin("---\nSee [the council](www.council.example/watch) and [crime](council.example.gov.uk/crime).\n");
    let page = site.page("/2021/03/roof/");
    assert!(page.contains("href=\"https://www.council.example/watch\""));
    assert!(page.contains("href=\"https://council.example.gov.uk/crime\""));
    assert_eq!(site.problems().matches("warning[link-without-scheme]").count(), 2);
}

#[test]
fn a_picture_on_another_host_is_told_of() {
    let problems = bulletin("---\n![A gate](https://pictures.example/gate.jpg)\n").problems();
    assert!(problems.contains("warning[image-elsewhere]"), "{problems}");
}

#[test]
fn marks_of_another_program_are_text_and_told_of() {
    let site = bulletin("---\n{{< figure src=\"gate.jpg\" >}} was there.\n");
    assert!(site.page("/2021/03/roof/").contains("{{&lt; figure"));
    assert!(site.problems().contains("warning[short-code]"), "{}", site.problems());
}
