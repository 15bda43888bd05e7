//! The small markup in which the office writes a section: paragraphs, lists, bold. It is CommonMark without the
//! rest; what is not understood is refused when it is saved, so that nothing surprises in print.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Words in one weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are bold.
    pub bold: bool,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its words.
        runs: Vec<Run>,
    },
    /// A list with bullets.
    Bullets {
        /// What stands behind each.
        items: Vec<Vec<Run>>,
    },
    /// A list with numbers from 1.
    Numbers {
        /// What stands behind each.
        items: Vec<Vec<Run>>,
    },
}

/// Markup that a section may not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("only paragraphs, lists and bold words")]
pub struct NotUnderstood;

/// The blocks of a section's text. Empty text has none.
pub fn parse(text: &str) -> Result<Vec<Block>, NotUnderstood> {
    let (mut blocks, mut items, mut runs) = (Vec::new(), Vec::new(), Vec::<Run>::new());
    let (mut bold, mut list) = (0_u32, None);
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::Paragraph) if list.is_some() && !runs.is_empty() => return Err(NotUnderstood),
            Event::Start(Tag::Paragraph | Tag::Item) => {}
            Event::End(TagEnd::Paragraph) if list.is_some() => {}
            Event::End(TagEnd::Paragraph) => {
                blocks.push(Block::Paragraph { runs: std::mem::take(&mut runs) })
            }
            Event::Start(Tag::List(_)) if list.is_some() => return Err(NotUnderstood),
            Event::Start(Tag::List(first)) => list = Some(first.is_some()),
            Event::End(TagEnd::Item) => items.push(std::mem::take(&mut runs)),
            Event::End(TagEnd::List(_)) => {
                let items = std::mem::take(&mut items);
                blocks.push(match list.take() {
                    Some(true) => Block::Numbers { items },
                    _ => Block::Bullets { items },
                });
            }
            Event::Start(Tag::Strong) => bold += 1,
            Event::End(TagEnd::Strong) => bold = bold.saturating_sub(1),
            Event::Text(words) => add(&mut runs, &words, bold > 0),
            Event::SoftBreak | Event::HardBreak => add(&mut runs, " ", bold > 0),
            _ => return Err(NotUnderstood),
        }
    }
    Ok(blocks)
}

fn add(runs: &mut Vec<Run>, text: &str, bold: bool) {
    match runs.last_mut().filter(|run| run.bold == bold) {
        Some(run) => run.text.push_str(text),
        None => runs.push(Run { text: text.to_owned(), bold }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(text: &str, bold: bool) -> Run {
        Run { text: text.into(), bold }
    }

    #[test]
    fn paragraphs_lists_and_bold_are_understood() {
        let text = "Call us\nbefore **July 1**.\n\n- One & two\n- **Three**\n\n1. First\n2. Second";
        let blocks = parse(text).unwrap();
        assert_eq!(
            blocks,
            [
                Block::Paragraph {
                    runs: vec![run("Call us before ", false), run("July 1", true), run(".", false)]
                },
                Block::Bullets { items: vec![vec![run("One & two", false)], vec![run("Three", true)]] },
                Block::Numbers { items: vec![vec![run("First", false)], vec![run("Second", false)]] },
            ]
        );
    }

    #[test]
    fn anything_else_is_refused_and_not_dropped() {
        for text in [
            "# Heading",
            "[link](https://example.org)",
            "![image](x.png)",
            "`code`",
            "    code",
            "<b>html</b>",
            "> quote",
            "*slanted*",
            "---",
            "- a\n  - b",
            "- a\n\n  b",
        ] {
            assert_eq!(parse(text), Err(NotUnderstood), "{text}");
        }
    }

    #[test]
    fn code_of_the_templates_is_text() {
        let text = "Pay #panic() now: $5 and $6, @ref.";
        let Ok([Block::Paragraph { runs }]) = parse(text).as_deref().map(|blocks| [blocks[0].clone()]) else {
            panic!("one paragraph")
        };
        assert_eq!(runs, [run(text, false)]);
    }

    proptest! {
        #[test]
        fn plain_words_stay_as_they_are(words in "[A-Za-zñáé][A-Za-zñáé ,;$0-9]{0,80}[a-z]") {
            let blocks = parse(&words).unwrap();
            prop_assert_eq!(blocks, vec![Block::Paragraph { runs: vec![run(&words, false)] }]);
        }

        #[test]
        fn nothing_that_is_typed_breaks_it(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }
    }
}
