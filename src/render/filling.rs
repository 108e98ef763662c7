//! The filter `with`, which fills words in: `{{ words.page_of | with(number=2, pages=3) }}`. In: a word and what stands in
//! it. Out: safe text. It must not know which words there are.

use std::sync::Arc;

use tera::{Kwargs, State, TeraResult, Value};

use crate::words::{LanguageId, Phrase, Words, pieces};

/// The filter. A word with forms takes the one that goes with `count`.
pub fn with(words: Arc<Words>) -> impl Fn(&Value, Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    move |word: &Value, parts: Kwargs, state: &State| {
        let text = match word.as_str() {
            Some(text) => text,
            None => form(&words, word, &parts)?,
        };
        let mut out = String::with_capacity(text.len() + 64);
        for (between, name) in pieces(text) {
            escape(between, state, &mut out)?;
            let Some(name) = name else { continue };
            let part = parts.get::<&Value>(name)?;
            let part = part.ok_or_else(|| tera::Error::message(format!("the word `{text}` needs `{name}`")))?;
            fill(name, part, state, &mut out)?;
        }
        Ok(Value::safe_string(&out))
    }
}

fn form<'w>(words: &'w Words, word: &Value, parts: &Kwargs) -> TeraResult<&'w str> {
    let field = |name| word.as_map().and_then(|_| word.get_from_path(name));
    let known = field("word").and_then(Value::as_str).zip(field("language").and_then(Value::as_u64));
    let language = known.and_then(|(_, language)| u32::try_from(language).ok()).map(LanguageId);
    let language = language.filter(|language| words.ids().any(|known| known == *language));
    let said = known.zip(language).and_then(|((name, _), language)| words.language(language).get(name));
    match said {
        Some(Phrase::Forms(forms)) => Ok(forms.of(parts.must_get::<u64>("count")?)),
        _ => Err(tera::Error::message("`with` fills in words, and this is none")),
    }
}

fn fill(name: &str, part: &Value, state: &State, out: &mut String) -> TeraResult<()> {
    if let Some(text) = part.as_str() {
        if part.is_safe() {
            out.push_str(text);
            return Ok(());
        }
        return escape(text, state, out);
    }
    if let Some(number) = part.as_u64() {
        out.push_str(&number.to_string());
        return Ok(());
    }
    // A moment, as the component `moment` shows it.
    let field = |name| part.as_map().and_then(|_| part.get_from_path(name)).and_then(Value::as_str);
    let Some((iso, words)) = field("iso").zip(field("words")) else {
        return Err(tera::Error::message(format!("`{name}` is no text, number or moment")));
    };
    out.push_str("<time datetime=\"");
    escape(iso, state, out)?;
    out.push_str("\">");
    escape(words, state, out)?;
    out.push_str("</time>");
    Ok(())
}

fn escape(text: &str, state: &State, out: &mut String) -> TeraResult<()> {
    if text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        out.push_str(&state.escape(text)?);
    } else {
        out.push_str(text);
    }
    Ok(())
}
