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

#[test]
fn every_mark_of_another_program_is_named() {
    let site = bulletin("---\n{{ title }} and [here]({{ site.baseurl }}/a/), {{ title }}\n\n[[Other note]]\n");
    let problems = site.problems();
    assert!(
        problems.contains(
            "readers will see 4 marks of another program: `{{ title }}`, `{{ site.baseurl }}`, `[[Other note]]`"
        ),
        "{problems}"
    );
    assert!(!bulletin("---\nWrite `{{ title }}`.\n").problems().contains("short-code"));
}

#[test]
fn marks_of_kramdown_are_told_once_and_never_shown() {
    let site = bulletin("---\nA warning.\n{: .notice}\n\n[a](https://a.example/){:target=\"_blank\"}\n");
    assert_eq!(site.codes(), "mark-dropped content/roof.md:7:1");
    assert!(site.problems().contains("`{: .notice}`, and 1 others here,"), "{}", site.problems());
    assert!(!site.roof().contains("{:") && !site.feed("/rss.xml").contains("{:"));
}

#[test]
fn a_site_whose_bulletins_are_open_for_years_is_told_of_life() {
    let site = bulletin("kind: notice").now("2023-02-01");
    assert_eq!(site.codes(), "");
    let site = bulletin("kind: notice").now("2023-04-01");
    assert_eq!(site.codes(), "life-unset content/roof.md:1:1");
    assert!(site.problems().contains("a `life` under `kinds`"));
    assert_eq!(bulletin("kind: notice\nexpires: 2021-06-01").now("2023-04-01").codes(), "");
}
