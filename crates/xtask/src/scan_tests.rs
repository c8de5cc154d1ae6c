use super::*;

fn names(source: &str) -> Vec<(String, usize)> {
    let code = code(source);
    let lines =
        |function: &Function| line_at(&code, function.span.end - 1) - line_at(&code, function.span.start) + 1;
    functions(&code).iter().map(|function| (function.name.clone(), lines(function))).collect()
}

#[test]
fn strings_and_comments_are_blanked_and_lines_kept() {
    let source = "let a = \"todo!(\\\"{\"; // todo!(\n/* a /* b */ todo!( */ let b = r#\"}\" todo!(\"#;\nlet c = br\"{\";";
    let code = code(source);
    assert_eq!(code.len(), source.len());
    assert!(!code.contains("todo!") && !code.contains(['{', '}']), "{code}");
    assert_eq!(code.lines().count(), 3);
    assert!(code.contains("let b =") && code.contains("let c = b"));
}

#[test]
fn characters_and_lifetimes_are_told_apart() {
    let code = code("fn a<'a>(x: &'a str) -> char { if x == \"'\" { '{' } else { '\\'' } }\nfn b() {}");
    assert_eq!(functions(&code).len(), 2, "{code}");
    assert!(code.contains("<'a>"));
}

#[test]
fn raw_identifiers_and_words_ending_in_r_are_code() {
    let code = code("let r#fn = for_r; let bar = \"x{\"; fn real() {}");
    assert_eq!(functions(&code).iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["real"]);
}

#[test]
fn umlauts_in_code_keep_the_offsets() {
    let source = "// größe\nlet ü = 'ü'; fn a() {\n}\n";
    assert_eq!(code(source).len(), source.len());
    assert_eq!(names(source), [("a".to_owned(), 2)]);
}

#[test]
fn bodies_are_measured_from_signature_to_brace() {
    let source = "trait T { fn no_body(&self) -> [u8; 4]; }\n\
                  pub async fn wide<F: Fn() -> u8>(\n    f: F,\n) -> [u8; 2]\nwhere\n    F: Send,\n{\n    let g = |x: u8| { x };\n    [f(), g(1)]\n}\n\
                  type P = fn(u8) -> u8;\n\
                  fn outer() {\n    fn inner() {\n    }\n}\n";
    let expected = [("wide", 9), ("outer", 4), ("inner", 2)].map(|(name, lines)| (name.to_owned(), lines));
    assert_eq!(names(source), expected);
}

#[test]
fn a_closure_with_braces_in_an_argument_does_not_end_the_body() {
    assert_eq!(names("fn a() {\n    call(|| { x; });\n    y\n}\n"), [("a".to_owned(), 4)]);
}

#[test]
fn test_items_are_found() {
    let source =
        "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n#[cfg(test)]\nmod other;\nfn c() {}\n";
    let code = code(source);
    let spans = test_spans(&code);
    assert_eq!(spans.len(), 1);
    assert!(code[spans[0].clone()].contains("fn b"));
    assert!(!code[spans[0].clone()].contains("fn c"));
}
