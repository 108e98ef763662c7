//! What a form sends: names and values in their order. In: bytes as browsers send them. Out: a [`FormData`]. It must not know what
//! a value is for.

/// Names with values, as a form sends them or as it is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormData(Vec<(String, String)>);

/// The most values that are looked at.
const MOST: usize = 2_000;

impl FormData {
    /// Reads `application/x-www-form-urlencoded`. Lines end as files' lines do.
    pub fn parse(bytes: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(bytes).take(MOST);
        Self(pairs.map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n"))).collect())
    }

    /// The value of a name; of several, the last, as a box that is ticked comes after what stands for one that is not.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a name without blanks round it; nothing where it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// All values of a name that are not blank.
    pub fn all<'f>(&'f self, name: &str) -> Vec<&'f str> {
        let of_name = self.0.iter().filter(|(known, _)| known == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).collect()
    }

    /// Whether there is such a name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Adds a value.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Names and values.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl From<Vec<(String, String)>> for FormData {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}
