//! Templates and themes: what wins over what, and how faults are shown (site.md, "Themes and templates").

use crate::harness::{Site, bulletin, site};

#[test]
fn a_template_of_the_site_wins_whole() {
    let site = bulletin("").edit("templates/bulletin.html", "Mine: {{ bulletin.title }}");
    assert_eq!(site.roof().0, "Mine: Roof");
    assert!(site.page("/").contains("<!doctype html>"));
}

#[test]
fn a_template_of_the_site_may_replace_one_block() {
    let site = bulletin("").edit(
        "templates/bulletin.html",
        "{% extends \"default/bulletin.html\" %}{% block help %}<p>Ring Ana.</p>{% endblock help %}",
    );
    let page = site.roof();
    assert!(page.contains("<p>Ring Ana.</p>") && page.contains("<h1>Roof</h1>"));
    assert!(page.all("section class=\"help\"").is_empty());
    assert_eq!(site.problems(), "");
}

/// A theme with a template, a style and a file.
fn themed() -> Site {
    site("
        -- site.yaml --
        theme: night
        -- themes/night/theme.yaml --
        name: Night
        -- themes/night/templates/bulletin.html --
        {% extends \"default/bulletin.html\" %}{% block help %}<p>From the theme.</p>{% endblock help %}{% block share %}<p>Share, says the theme.</p>{% endblock share %}
        -- themes/night/templates/page.html --
        The theme's page: {{ document.title }}
        -- themes/night/static/moon.svg --
        <svg/>
        -- themes/night/static/theme.css --
        body { color: navy }
        -- content/pages/about.md --
        ---
        title: About
        ---
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-03-01
        area: Kent
        ---
    ")
}

#[test]
fn a_theme_wins_over_what_is_built_in() {
    let page = themed().roof();
    assert!(page.contains("From the theme.") && page.contains("<h1>Roof</h1>"));
    assert_eq!(themed().page("/about/").trim(), "The theme's page: About");
    assert_eq!(themed().problems(), "");
}

#[test]
fn the_site_wins_over_the_theme_block_by_block() {
    let site = themed().edit(
        "templates/bulletin.html",
        "{% extends \"theme/bulletin.html\" %}{% block help %}<p>From the site.</p>{% endblock help %}",
    );
    let page = site.roof();
    assert!(page.contains("From the site.") && !page.contains("From the theme."));
    assert!(page.contains("Share, says the theme.") && page.contains("<h1>Roof</h1>"));
}

#[test]
fn a_site_may_extend_the_theme_whichever_it_is() {
    let site = bulletin("").edit(
        "templates/bulletin.html",
        "{% extends \"theme/bulletin.html\" %}{% block help %}Mine{% endblock help %}",
    );
    assert!(site.roof().contains("Mine"));
    assert_eq!(site.problems(), "");
}

#[test]
fn the_frame_of_every_page_can_be_changed_at_once() {
    let site = bulletin("").edit(
        "templates/base.html",
        "{% extends \"default/base.html\" %}{% block footer %}<p>Foot</p>{% endblock footer %}",
    );
    for page in ["/", "/2021/03/roof/", "/areas/", "/404.html"] {
        assert!(site.page(page).contains("<p>Foot</p>"), "{page}");
    }
}

#[test]
fn files_of_a_theme_are_named_by_their_content() {
    let site =
        themed().edit("templates/page.html", "{{ asset(name=\"moon.svg\") }} {{ asset(name=\"noticeboard.css\") }}");
    let page = site.page("/about/");
    let (moon, style) = page.trim().split_once(' ').unwrap();
    assert_eq!(site.page(moon).trim(), "<svg/>");
    assert!(site.page(style).contains("color:navy"));
    let moved = themed()
        .edit("themes/night/static/moon.svg", "<svg>2</svg>")
        .edit("templates/page.html", "{{ asset(name=\"moon.svg\") }}");
    assert_ne!(moved.page("/about/").trim(), moon);
}

#[test]
fn what_templates_can_ask_for_their_addresses() {
    let site = bulletin("")
        .base("https://example.org/watch/")
        .edit("templates/404.html", "{{ address(path=\"/a b/\") }} {{ site.url }}");
    assert_eq!(site.page("/404.html").0, "/watch/a%20b/ https://example.org/watch/");
}

#[test]
fn what_templates_print_is_escaped_unless_it_is_safe() {
    let site = bulletin("title: '<b>'\n---\n*x*")
        .edit("templates/bulletin.html", "{{ bulletin.title }} {{ bulletin.body | safe }}");
    assert_eq!(site.roof().trim(), "&lt;b&gt; <p><em>x</em></p>");
}

#[test]
fn a_template_that_cannot_be_read_is_shown_at_its_place() {
    let site = bulletin("").edit("templates/bulletin.html", "<h1>\n  {{ bulletin.title | }}\n</h1>\n");
    insta::assert_snapshot!(site.problems(), @r"
    error[template-broken]: this template cannot be read: Found `}}` but expected identifier.
     --> templates/bulletin.html:2:23
      |
    2 |   {{ bulletin.title | }}
      |                       ^^
      |
      = help: templates are Tera 2; `docs/templates.md` shows what they can use

    1 error
    ");
}

#[test]
fn every_template_that_cannot_be_read_is_reported() {
    let site = bulletin("")
        .edit("templates/bulletin.html", "{% if %}")
        .edit("templates/page.html", "{% block x %}")
        .edit("templates/tag.html", "{{ a b }}");
    let codes = site.codes();
    for name in ["bulletin", "page", "tag"] {
        assert!(codes.contains(&format!("template-broken templates/{name}.html:1:")), "{codes}");
    }
}

#[test]
fn an_unknown_filter_or_parent_is_reported_with_the_template() {
    let filter = bulletin("").edit("templates/bulletin.html", "x\n{{ bulletin.title | shout }}\n");
    assert!(filter.codes().starts_with("template-broken templates/bulletin.html:"), "{}", filter.codes());
    assert!(filter.problems().contains("shout"), "{}", filter.problems());
    let parent = bulletin("").edit("templates/bulletin.html", "{% extends \"default/nothing.html\" %}");
    assert!(parent.codes().starts_with("template-broken templates/bulletin.html:"), "{}", parent.codes());
    assert!(parent.problems().contains("default/nothing.html"), "{}", parent.problems());
}

#[test]
fn a_mistyped_name_of_a_template_is_told_with_those_that_may_be_meant() {
    for (name, text, place, help) in [
        ("bulletin", "{% extends \"defalt/bulletin.html\" %}", "1:13", "did you mean `default/bulletin.html`?"),
        ("bulletin", "{% extends \"default/buletin.html\" %}", "1:13", "did you mean `default/bulletin.html`?"),
        ("bulletin", "{% extends \"theme/bulletin\" %}", "1:13", "did you mean `theme/bulletin.html`?"),
        ("bulletin", "{% include \"mast-head.html\" %}", "1:13", "did you mean `masthead.html`?"),
        ("bulletin", "{% include \"lst.html\" %}", "1:13", "did you mean `list.html`?"),
        ("bulletin", "{% include \"nothing-like-it.html\" %}", "1:13", "the built-in ones are in the table"),
    ] {
        let site = bulletin("").edit(&format!("templates/{name}.html"), text);
        assert_eq!(site.codes(), format!("template-broken templates/{name}.html:{place}"), "{text}");
        assert!(site.problems().contains(help), "{text}: {}", site.problems());
    }
    let theme = bulletin("").settings("theme: newslettr").problems();
    assert!(theme.contains("did you mean `newsletter`?"), "{theme}");
}

#[test]
fn a_fault_on_many_pages_is_one_problem_that_names_the_first() {
    let mut site = bulletin("").edit("templates/bulletin.html", "<h1>\n  {{ bulletin.headline }}\n</h1>\n");
    for number in 0..20 {
        site = site.edit(&format!("content/n{number}.md"), "---\ntitle: N\ndate: 2021-03-01\narea: Kent\n---\n");
    }
    insta::assert_snapshot!(site.problems(), @r"
    error[template-fault]: this template cannot be rendered: Field `headline` is not defined. Available fields: address, areas, at_once, attachments, authors, banner, body, contact_list, contacts, coverage, date, direction, ending, ends, event, expires, extra, image, kind, language, lede, picture, pinned, poster, references, rest, severity, share, source, state, summary, tags, text, title, until, updated, updates, url, was_updated, when, where
     --> templates/bulletin.html:2:15
      |
    2 |   {{ bulletin.headline }}
      |               ^^^^^^^^
      |
      = help: seen first at `/2021/03/n0/`; `docs/templates.md` lists what a template can use

    1 error
    ");
}

#[test]
fn a_fault_in_a_block_of_the_frame_points_into_the_frame() {
    let site = bulletin("").edit(
        "templates/base.html",
        "{% extends \"default/base.html\" %}\n{% block footer %}\n{{ nothing.here }}\n{% endblock footer %}\n",
    );
    assert_eq!(site.codes(), "template-fault templates/base.html:3:4");
}

#[test]
fn a_part_of_the_site_stands_in_every_page() {
    let site = bulletin("")
        .edit("content/other.md", "---\ntitle: Other\ndate: 2021-03-02\narea: Kent\n---\n")
        .edit("site.yaml", "default_kind: advice")
        .edit("templates/masthead.html", "<p>Top of {{ site.title }}{% if foreign %}, abroad{% endif %}</p>")
        .edit("templates/card.html", "<li>Card of {{ bulletin.title }}</li>")
        .edit("templates/line.html", "<li>Line of {{ bulletin.title }}</li>")
        .edit("templates/contacts.html", "<p>{{ contacts | length }} to ring</p>");
    assert_eq!(site.problems(), "");
    for page in ["/", "/2021/03/roof/", "/areas/", "/404.html"] {
        assert!(site.page(page).contains("<p>Top of "), "{page}");
    }
    for page in ["/", "/areas/kent/", "/2021/"] {
        assert!(site.page(page).contains("<li>Card of Other</li>\n<li>Card of Roof</li>"), "{page}");
    }
    assert!(site.roof().contains("<li>Line of Other</li>") && site.roof().contains(" to ring</p>"));
    let block = "{% extends \"default/base.html\" %}{% block masthead %}<p>Mine</p>{% endblock masthead %}";
    assert!(site.edit("templates/base.html", block).roof().contains("<p>Mine</p>"));
}

#[test]
fn components_show_what_the_parts_show() {
    let site = bulletin("").edit(
        "templates/area.html",
        "{{ list.cards }}\n<hr>\n{{ <bulletin_list items={list.items} /> }}\n<hr>\n{{ <short_list items={list.items} /> }}",
    );
    let page = site.page("/areas/kent/");
    let (cards, rest) = page.split_once("<hr>").expect("it is there");
    let (list, short) = rest.split_once("<hr>").expect("it is there");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(list), format!("<ol class=\"list\"> {} </ol>", words(cards)));
    assert!(short.contains("<ul class=\"short\">") && short.contains(">Roof</a> <small>"));
}

#[test]
fn a_menu_marks_the_page_that_it_leads_to() {
    let site = bulletin("").edit("content/pages/about.md", "---\ntitle: About\n---\n");
    let marked = |page: &str, mark: &str| {
        let page = site.page(page);
        page.0.lines().filter(|line| line.contains(mark)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        marked("/areas/", "aria-current=\"page\""),
        ["<li><a href=\"/areas/\" aria-current=\"page\">Areas</a></li>"]
    );
    assert_eq!(marked("/about/", "aria-current=\"page\"").len(), 2, "in the menu and at the foot");
    assert_eq!(
        marked("/areas/kent/", "aria-current"),
        ["<li><a href=\"/areas/\" aria-current=\"true\">Areas</a></li>"]
    );
    assert_eq!(marked("/404.html", "aria-current"), [""; 0]);
}

#[test]
fn a_fault_in_a_part_points_into_the_part() {
    for (part, text, place) in [
        ("card", "<li>\n{{ bulletin.headline }}</li>", "2:13"),
        ("footer", "{{ nothing }}", "1:4"),
        ("contacts", "{{ contacts | length }}\n{{ contacts[0].fax }}", "2:16"),
    ] {
        let site = bulletin("kind: advice").edit(&format!("templates/{part}.html"), text);
        assert_eq!(site.codes(), format!("template-fault templates/{part}.html:{place}"));
    }
}

#[test]
fn a_missing_static_file_is_a_fault() {
    let site = bulletin("").edit("templates/404.html", "{{ asset(name=\"none.svg\") }}");
    assert!(site.codes().starts_with("template-fault templates/404.html:1:"), "{}", site.codes());
    assert!(site.problems().contains("none.svg"));
}

#[test]
fn an_unknown_theme_is_one_clear_problem() {
    assert_eq!(bulletin("").settings("title: 'My theme: x'\ntheme: x").codes(), "theme-unknown site.yaml:2:8");
    insta::assert_snapshot!(bulletin("").settings("title: Watch\ntheme: nigth").problems(), @r"
    error[theme-unknown]: there is no theme `nigth`
     --> site.yaml:2:8
      |
    2 | theme: nigth
      |        ^^^^^
      |
      = help: the themes at hand are `default`, `large-print`, `newsletter`

    1 error
    ");
}

#[test]
fn every_unknown_filter_function_and_block_is_reported_in_one_run() {
    let site = bulletin("")
        .edit("templates/bulletin.html", "{{ bulletin.title | shout }}\n{{ whisper(x=1) }}\n")
        .edit("templates/page.html", "{% extends \"base.html\" %}\n{% block nothing %}x{% endblock nothing %}\n")
        .edit("templates/404.html", "{{ <part /> }}");
    insta::assert_snapshot!(site.codes(), @r"
    template-broken templates/404.html:1:4
    template-broken templates/bulletin.html:1:21
    template-broken templates/bulletin.html:2:4
    template-broken templates/page.html:2:10
    ");
    assert!(site.page("/404.html").contains("<h1>"), "the built-in one stands in");
}

#[test]
fn the_built_in_themes_take_over_blocks_and_parts_and_keep_the_rest() {
    let site =
        |theme: &str| bulletin("kind: appeal\n---\nWords.").settings(&format!("tagline: Near you\ntheme: {theme}"));
    for theme in ["large-print", "newsletter"] {
        let site = site(theme);
        assert_eq!(site.problems(), "", "{theme}");
        let page = site.roof();
        assert!(page.words("div class=\"prose\"").contains("Words.") && page.words("h1") == "Roof", "{theme}");
        let plain = bulletin("kind: appeal").settings("tagline: Near you").roof();
        assert_ne!(
            page.attributes("href").iter().find(|to| to.contains("noticeboard.")),
            plain.attributes("href").iter().find(|to| to.contains("noticeboard."))
        );
    }
    // Large print has a link from the title to the numbers.
    assert_eq!(site("large-print").roof().find("p class=\"jump\"").attributes("href"), ["#nb-help"]);
    assert!(!site("default").roof().contains("class=\"jump\""));
    // The newsletter has its name under the tagline.
    let top = site("newsletter").roof().words("header class=\"masthead\"");
    assert!(top.starts_with("Near you"), "{top}");
}

#[test]
fn a_template_that_no_page_asks_for_is_told() {
    insta::assert_snapshot!(bulletin("").edit("templates/bulettin.html", "x").problems(), @r"
    warning[name-passed-over]: this file is passed over: its name is not `bulletin.html`
    --> templates/bulettin.html
     = help: rename it to `bulletin.html` if it is meant as that

    1 warning
    ");
    let codes = |name: &str| bulletin("").edit(name, "x").codes();
    for name in ["Bulletin.html", "bulletin.htm", "bulletin.html.txt", "cards.html"] {
        assert_eq!(codes(&format!("templates/{name}")), format!("name-passed-over templates/{name}"));
    }
    for name in ["bulletin.html", "sign.html", "words/xx.yaml"] {
        assert!(!codes(&format!("templates/{name}")).contains("name-passed-over"), "{name}");
    }
    // Another template takes it in.
    let site =
        bulletin("").edit("templates/cards.html", "x").edit("templates/404.html", "{% include \"cards.html\" %}");
    assert_eq!(site.codes(), "");
}

#[test]
fn a_theme_is_found_by_its_file_and_says_only_what_is_read() {
    let theme = |text: &str| bulletin("").settings("theme: ours").edit("themes/ours/theme.yaml", text).codes();
    assert_eq!(theme("name: ours\ntitle: Ours\nauthor: Ann\nversion: 1\n"), "");
    assert_eq!(
        theme("titel: Ours\nextends: default\ncards: {}\n"),
        "setting-unknown themes/ours/theme.yaml:1:1\nsetting-unknown themes/ours/theme.yaml:2:1\nsetting-unknown themes/ours/theme.yaml:3:1"
    );
    let without = bulletin("").settings("theme: ours").edit("themes/ours/templates/404.html", "x");
    assert!(without.problems().contains("`themes/ours` has no file `theme.yaml`"), "{}", without.problems());
    let near = bulletin("").settings("theme: newsleter");
    assert!(near.problems().contains("did you mean `newsletter`?"), "{}", near.problems());
}

#[test]
fn faults_between_templates_say_what_to_write() {
    let itself = bulletin("").edit("templates/bulletin.html", "{% extends \"bulletin.html\" %}");
    assert!(
        itself.problems().contains("it extends itself: write `{% extends \"theme/bulletin.html\" %}`"),
        "{}",
        itself.problems()
    );
    let block = bulletin("")
        .edit("templates/bulletin.html", "{% extends \"theme/bulletin.html\" %}{% block hepl %}{% endblock %}");
    let said = block.problems();
    assert!(said.contains("`help`") && said.contains("`main`"), "{said}");
}
