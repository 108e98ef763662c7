//! When the site wants to be built again, as timetables write it: cron, systemd, Windows, a workflow. In: a moment, a
//! job. Out: lines and whole files. It must not know the clock, nor why the site wants to be built.

use crate::moment::{Moment, Zone};

/// What a timetable starts.
#[derive(Clone, Debug)]
pub struct Job {
    /// The path of this program.
    pub program: String,
    /// The site's folder, as a whole path.
    pub folder: String,
    /// Where to publish to, in place of the settings'.
    pub target: Option<String>,
    /// A name for the machine's list of timetables, of letters, digits and `-`.
    pub name: String,
}

impl Job {
    /// What the program is started with, each quoted as the file wants it.
    fn arguments(&self, quoted: impl Fn(&str) -> String) -> String {
        let target = self.target.as_ref().map(|target| format!(" {}", quoted(target))).unwrap_or_default();
        format!("--root {} keep --once{target}", quoted(&self.folder))
    }
}

/// The parts of a moment that timetables have: year, month, day, hour, minute.
fn parts(moment: Moment, zone: &Zone) -> [String; 5] {
    // A timetable knows minutes: the first at which the moment is past.
    let rest = (60 - moment.second().rem_euclid(60)) % 60;
    let whole = Moment::from_second(moment.second() + rest).unwrap_or(moment);
    let text = whole.rfc3339(zone);
    [0..4, 5..7, 8..10, 11..13, 14..16].map(|part| text.get(part).unwrap_or_default().to_owned())
}

fn utc(moment: Moment) -> [String; 5] {
    Zone::new("UTC").map(|zone| parts(moment, &zone)).unwrap_or_default()
}

/// Minute, hour, day and month as cron has them, without zeros before them.
fn cron_fields([_, month, day, hour, minute]: &[String; 5]) -> String {
    let plain = |text: &str| text.trim_start_matches('0').to_owned();
    let or_zero = |text: &str| if plain(text).is_empty() { "0".to_owned() } else { plain(text) };
    format!("{} {} {} {} *", or_zero(minute), or_zero(hour), or_zero(day), or_zero(month))
}

/// A moment in UTC, to the second: `2026-11-30T18:00:00Z`. Two of these are in order as texts.
pub fn utc_seconds(moment: Moment) -> String {
    let text = Zone::new("UTC").map(|zone| moment.rfc3339(&zone)).unwrap_or_default();
    format!("{}Z", text.get(..19).unwrap_or_default())
}

/// A line for cron, whose times are those of the machine; `zone` should be its own.
pub fn cron(next: Moment, zone: &Zone, job: &Job) -> String {
    // In a line of cron `%` ends the command.
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''").replace('%', r"\%"));
    let fields = cron_fields(&parts(next, zone));
    format!("{fields} {} {}", quoted(&job.program), job.arguments(quoted))
}

/// The line of a systemd timer.
pub fn systemd(next: Moment) -> String {
    let [year, month, day, hour, minute] = utc(next);
    format!("OnCalendar={year}-{month}-{day} {hour}:{minute}:00 UTC")
}

/// A line for `PowerShell` that adds a task.
pub fn windows(next: Moment, job: &Job) -> String {
    let [year, month, day, hour, minute] = utc(next);
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let arguments = quoted(&job.arguments(|text| format!("\"{text}\"")));
    format!(
        "Register-ScheduledTask -TaskName {} -Trigger (New-ScheduledTaskTrigger -Once -At \
         ([datetime]'{year}-{month}-{day}T{hour}:{minute}:00Z')) -Action (New-ScheduledTaskAction -Execute {} -Argument \
         {arguments})",
        quoted(&job.name),
        quoted(&job.program),
    )
}

/// An entry under `schedule` of a GitHub workflow, whose times are in UTC.
pub fn workflow(next: Moment) -> String {
    format!("- cron: \"{}\"", cron_fields(&utc(next)))
}

/// The service and the timer for systemd: every hour, and after the machine was off.
pub fn systemd_units(job: &Job) -> [(String, String); 2] {
    // systemd.service(5): `%` begins a specifier, `$` a variable.
    let escaped = |text: &str| text.replace('\\', r"\\").replace('"', "\\\"").replace('%', "%%");
    let quoted = |text: &str| format!("\"{}\"", escaped(text).replace('$', "$$"));
    let (program, arguments) = (quoted(&job.program), job.arguments(quoted));
    let service = format!(
        "# Builds and publishes a site of bulletins when a date in it has come. Written by `noticeboard keep --install`.\n\
         [Unit]\n\
         Description=Keep the site in {}\n\
         Wants=network-online.target\n\
         After=network-online.target\n\
         \n\
         [Service]\n\
         Type=oneshot\n\
         ExecStart={program} {arguments}\n\
         # Keys for publishing, a line NAME=VALUE for each, in a file that only you can read.\n\
         EnvironmentFile=-%h/.config/noticeboard/{}.env\n",
        escaped(&job.folder),
        job.name,
    );
    let timer = format!(
        "# Every hour; does nothing unless a date has come. Written by `noticeboard keep --install`.\n\
         [Unit]\n\
         Description=Keep the site in {}\n\
         \n\
         [Timer]\n\
         OnCalendar=hourly\n\
         RandomizedDelaySec=60\n\
         Persistent=true\n\
         \n\
         [Install]\n\
         WantedBy=timers.target\n",
        escaped(&job.folder),
    );
    [(format!("{}.service", job.name), service), (format!("{}.timer", job.name), timer)]
}

fn xml(text: &str) -> String {
    html_escape::encode_text(text).into_owned()
}

/// The agent for launchd, by its file's name.
pub fn launchd(job: &Job) -> (String, String) {
    let arguments: Vec<String> = [job.program.as_str(), "--root", &job.folder, "keep", "--once"]
        .into_iter()
        .chain(job.target.as_deref())
        .map(|argument| format!("    <string>{}</string>\n", xml(argument)))
        .collect();
    let arguments = arguments.concat();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <!-- Every hour; does nothing unless a date in the site has come. Written by `noticeboard keep` with install. -->\n\
         <plist version=\"1.0\">\n<dict>\n\
         \x20 <key>Label</key>\n  <string>{name}</string>\n\
         \x20 <key>ProgramArguments</key>\n  <array>\n{arguments}  </array>\n\
         \x20 <key>StartCalendarInterval</key>\n  <dict>\n    <key>Minute</key>\n    <integer>1</integer>\n  </dict>\n\
         \x20 <key>RunAtLoad</key>\n  <true/>\n\
         </dict>\n</plist>\n",
        name = xml(&job.name),
    );
    (format!("{}.plist", job.name), text)
}

/// The task for the Windows Task Scheduler, by its file's name.
pub fn task(job: &Job) -> (String, String) {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!-- Every hour; does nothing unless a date in the site has come. -->\n\
         <Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n\
         \x20 <RegistrationInfo>\n    <Description>Keep the site in {folder}</Description>\n  </RegistrationInfo>\n\
         \x20 <Triggers>\n    <TimeTrigger>\n      <Repetition>\n        <Interval>PT1H</Interval>\n      </Repetition>\n\
         \x20     <StartBoundary>2026-01-01T00:01:00</StartBoundary>\n      <Enabled>true</Enabled>\n    </TimeTrigger>\n  </Triggers>\n\
         \x20 <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n\
         \x20   <StartWhenAvailable>true</StartWhenAvailable>\n\
         \x20   <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>\n  </Settings>\n\
         \x20 <Actions>\n    <Exec>\n      <Command>{program}</Command>\n\
         \x20     <Arguments>{arguments}</Arguments>\n    </Exec>\n  </Actions>\n\
         </Task>\n",
        folder = xml(&job.folder),
        program = xml(&job.program),
        arguments = xml(&job.arguments(|text| format!("\"{text}\""))),
    );
    (format!("{}.xml", job.name), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Moment {
        Moment::from_second(second).unwrap()
    }

    fn job() -> Job {
        Job {
            program: "/opt/50% off/noticeboard".into(),
            folder: "/srv/Ann's \"site\"".into(),
            target: Some("/srv/a b".into()),
            name: "noticeboard-ann".into(),
        }
    }

    #[test]
    fn a_timetable_starts_at_the_first_whole_minute_after_the_moment() {
        // 2026-06-30 17:00:01 UTC, 18:00:01 in London.
        let next = at(1_782_838_801);
        let london = Zone::new("Europe/London").unwrap();
        assert_eq!(utc_seconds(next), "2026-06-30T17:00:01Z");
        assert_eq!(workflow(next), "- cron: \"1 17 30 6 *\"");
        assert_eq!(systemd(next), "OnCalendar=2026-06-30 17:01:00 UTC");
        let cron = cron(next, &london, &job());
        assert!(
            cron.starts_with("1 18 30 6 * '/opt/50\\% off/noticeboard' --root '/srv/Ann'\\''s \"site\"' "),
            "{cron}"
        );
        assert!(windows(next, &job()).contains("'2026-06-30T17:01:00Z'"));
    }

    #[test]
    fn paths_are_quoted_as_each_file_wants_it() {
        let [(_, service), _] = systemd_units(&job());
        assert!(
            service.contains(
                r#"ExecStart="/opt/50%% off/noticeboard" --root "/srv/Ann's \"site\"" keep --once "/srv/a b""#
            ),
            "{service}"
        );
        assert!(launchd(&job()).1.contains("<string>/srv/Ann's \"site\"</string>"));
        assert!(task(&job()).1.contains("<Command>/opt/50% off/noticeboard</Command>"));
    }
}
