"""Requests in shell scripts: found, placed and fixed, and read as a shell reads them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint import lint_text
from ims_lint.document.text import Text
from ims_lint.embedded import NotInstalled, shell_script
from ims_lint.embedded.cut import Cut
from ims_lint.embedded.shell import find_in
from ims_lint.embedded.template import is_abbreviated
from ims_lint.operations import OPERATIONS
from tests.embedded.hosting import FEWER
from tests.linting import fix_bytes
from tests.strategies import Body
from tests.test_linear import calls
from tests.test_properties import broken_requests

URL = "https://ims.example.com/v2/cloudimages/action"
GOOD = '{"name": "web", "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a"}'


def values(script: str) -> list[Any]:
    return [document.value for body in find_in(script) for document in body.documents]


# What is a request, and what the shell makes of it

LITERAL = {  # scripts that send {"a": "b"}
    "single quotes": """curl -d '{"a": "b"}' URL""",
    "double quotes": r"""curl -d "{\"a\": \"b\"}" URL""",
    "ANSI-C quotes": r"""curl -d $'{"a":\n\x22\u0062"}' URL""",
    "translated quotes": r"""curl -d $"{\"a\": \"b\"}" URL""",
    "no quotes": r"""curl -d {\"a\":\"b\"} URL""",
    "pieces": r"""curl -d '{"a"'": \"b"'"'} URL""",
    "an escaped quote": r"""curl -d '{"a": "b"'\} URL""",
    "over lines": "curl \\\n  -d '{\n\"a\": \"b\"\n}' \\\n  -H 'X: y' \\\n  URL",
    "a joined line": 'curl -d "{\\"a\\":\\\n \\"b\\"}" URL',
    "a value at its option": """curl -d'{"a": "b"}' URL""",
    "a cluster": """curl -sSd '{"a": "b"}' URL""",
    "a cluster with value": """curl -XPOST -sd'{"a": "b"}' URL""",
    "--data": """curl --data '{"a": "b"}' URL""",
    "--data-raw": """curl URL --data-raw '{"a": "b"}' -H d:e""",
    "--data-binary": """curl URL --data-binary '{"a": "b"}'""",
    "--data-ascii": """curl --url URL --data-ascii '{"a": "b"}'""",
    "--json": """curl --json '{"a": "b"}' URL""",
    "a path": """/usr/bin/curl -d '{"a": "b"}' URL""",
    "env": """env X=y curl -d '{"a": "b"}' URL""",
    "an assignment": """X=y curl -d '{"a": "b"}' URL""",
    "time": """time curl -d '{"a": "b"}' URL""",
    "a pipe": """curl -d '{"a": "b"}' URL | cat""",
    "a substitution": """X=$(curl -d '{"a": "b"}' URL)""",
    "a quoted substitution": """X="$(curl -d '{"a": "b"}' "URL")" """,
    "backticks": """X=`curl -d '{"a": "b"}' URL`""",
    "a condition": """if ! curl -d '{"a": "b"}' URL; then echo; fi""",
    "a function": """f() { curl -d '{"a": "b"}' URL; }; f""",
    "a loop": """for i in 1; do curl -d '{"a": "b"}' URL; done""",
    "a case": """case 1 in 1) curl -d '{"a": "b"}' URL;; esac""",
    "a list": """true && curl -d '{"a": "b"}' URL || false""",
    "a subshell": """(curl -d '{"a": "b"}' URL)""",
    "a redirected request": """curl -d '{"a": "b"}' > out URL 2>&1""",
    "standard input": 'curl -d @- URL <<EOF\n{"a": "b"}\nEOF',
    "a literal document": 'curl -d @- URL <<\'EOF\'\n{"a": "b"}\nEOF',
    "a document in double quotes": 'curl -d @- URL <<"EOF"\n{"a": "b"}\nEOF',
    "an escaped delimiter": 'curl -d @- URL <<\\EOF\n{"a": "b"}\nEOF',
    "a document with tabs": 'curl -d @- URL <<-EOF\n\t{"a":\n\t\t"b"}\n\tEOF',
    "a literal document with tabs": 'curl -d @- URL <<-\'EOF\'\n\n\t{"a":\n\t\t"b"}\n\tEOF',
    "a document that keeps its tabs": 'curl -d @- URL <<EOF\n\t{"a":\n\t"b"}\nEOF',
    "a document with blank lines": 'curl -d @- URL <<EOF\n\n  {"a":\n\n "b"}\n\nEOF',
    "a document with a joined line": 'curl -d @- URL <<EOF\n{"a":\\\n "b"}\nEOF',
    "a document before the options": 'curl <<EOF -d @- URL\n{"a": "b"}\nEOF',
    "a document amid options": 'curl -s <<EOF -d @- -H "a: b" URL > out\n{"a": "b"}\nEOF',
    "a document before continued lines": 'curl -d @- <<EOF \\\n  -s \\\n  URL\n{"a": "b"}\nEOF',
    "a document in a list": 'true && curl -d @- URL <<EOF && true\n{"a": "b"}\nEOF',
    "a document in a pipe": 'curl -d @- URL <<EOF | cat\n{"a": "b"}\nEOF',
    "a document to a pipe": 'cat <<EOF | curl -d @- URL\n{"a": "b"}\nEOF',
    "a document through pipes": 'cat <<EOF | tee x | curl -d @- URL | cat > out\n{"a": "b"}\nEOF',
    "a document to a pipe in a list": 'cat <<EOF | curl -d @- URL > out || exit\n{"a": "b"}\nEOF',
    "a document in a substitution": 'X=$(curl -d @- URL <<EOF\n{"a": "b"}\nEOF\n)',
    "a process substitution": 'curl -d @<(cat <<EOF\n{"a": "b"}\nEOF\n) URL',
    "a process substitution at its option": 'curl -d@<(echo \'{"a": "b"}\') URL',
    "a document as an argument": 'curl -d "$(cat <<EOF\n{"a": "b"}\nEOF\n)" URL',
    "a here-string": """curl -d @- URL <<<'{"a": "b"}'""",
    "a here-string in double quotes": r"""curl <<< "{\"a\": \"b\"}" -d @- URL""",
    "echo": """echo '{"a": "b"}' | curl -d @- URL""",
    "printf": """printf '%s' '{"a": "b"}' | curl -d @- URL""",
    "a file": 'cat > body.json <<EOF\n{"a": "b"}\nEOF\ncurl -d @body.json URL',
    "a file behind": 'cat <<EOF > body.json\n{"a": "b"}\nEOF\ncurl -d "@body.json" URL',
    "a file in a list": 'cat <<EOF > body.json && curl -d @./body.json URL\n{"a": "b"}\nEOF',
    "a file by tee": 'tee body.json <<EOF\n{"a": "b"}\nEOF\ncurl -d @body.json URL',
    "a file by a pipe to tee": 'cat <<EOF | tee body.json > out\n{"a": "b"}\nEOF\ncurl -d @body.json URL',
    "a file by echo": 'echo \'{"a": "b"}\' > body.json\ncurl -d @body.json URL',
    "a file in a variable": 'X=body.json\ncat > "$X" <<EOF\n{"a": "b"}\nEOF\ncurl -d "@${X}" URL',
    "a file on standard input": 'echo \'{"a": "b"}\' > body.json\ncurl -d @- URL < body.json',
    "the last file": 'echo x > b\necho \'{"a": "b"}\' > b\ncurl -d @b URL\necho y > b',
    "a file by cat": 'echo \'{"a": "b"}\' > b\ncat b | curl -d @- URL',
    "a variable": """X='{"a": "b"}'\ncurl -d "$X" URL""",
    "a variable in braces": """export X='{"a": "b"}'\ncurl -d "${X}" URL""",
    "a variable without quotes": """X='{"a":"b"}'\ncurl -d $X URL""",
    "a variable with a document": 'X=$(cat <<EOF\n{"a": "b"}\nEOF\n)\ncurl -d "$X" URL',
    "a variable that is read": 'read -r -d \'\' X <<\'EOF\'\n{"a": "b"}\nEOF\ncurl -d "$X" URL',
    "a variable on standard input": """X='{"a": "b"}'\ncurl -d @- URL <<< "$X" """,
    "a variable by echo": """X='{"a": "b"}'\necho "$X" | curl -d @- URL""",
    "a variable set before again": """X=1\nX='{"a": "b"}'\nif true; then curl -d "$X" URL; fi\nX=2""",
    "a local variable": """f() { local X='{"a": "b"}'; curl -d "$X" URL; }\ng() { local X=2; }\nf""",
    "a function that prints": 'body() {\n  cat <<EOF\n{"a": "b"}\nEOF\n}\ncurl -d "$(body 1)" URL',
    "an address in a variable": """P=/v2/cloudimages/action\ncurl -d '{"a": "b"}' "https://x$P" """,
    "an address in pieces": """curl -d '{"a": "b"}' https://"x"/v2'/cloudimages'/action""",
    "a command that runs it": """command curl -d '{"a": "b"}' URL""",
    "a name that is no alias": """\\curl -d '{"a": "b"}' URL""",
    "such a name below": """echo\n  \\curl -d '{"a": "b"}' URL""",
    "a pipeline above": 'echo | cat | cat\ncurl -d @- URL <<EOF\n{"a": "b"}\nEOF',
    "a pipeline and lines above": 'echo | cat | cat\n\necho\ncurl -d @- URL <<EOF\n{"a": "b"}\nEOF',
    "a pipeline and a comment above": 'echo | cat | cat # x\n# y\ncurl -d @- URL <<EOF\n{"a": "b"}\nEOF',
    "a pipeline and a joined line above": 'echo | cat | cat \\\n -\ncurl -d @- URL <<EOF\n{"a": "b"}\nEOF',
    "a pipeline above a file": 'echo | cat | cat\ncat > b <<EOF\n{"a": "b"}\nEOF\ncurl -d @b URL',
    "a pipeline above a document to a pipe": 'echo | cat | cat\ncat <<EOF | curl -d @- URL\n{"a": "b"}\nEOF',
    "a pipeline above a redirected request": 'echo | cat | cat\ncurl URL > out -d \'{"a": "b"}\'\ncat <<EOF\nEOF',
    "a pipeline above in a function": 'f() {\n  echo | cat | cat\n  curl -d @- URL <<EOF\n{"a": "b"}\nEOF\n}\nf',
    "a pipeline of it above a document": 'curl -d \'{"a": "b"}\' URL | cat | cat\ncat <<EOF\nbye\nEOF',
    "assignments above": """X=y Y=z\ncurl -d '{"a": "b"}' URL""",
    "a break in a string": 'curl -d @- URL <<EOF\n{"a": "\nb"}\nEOF',
}


@pytest.mark.parametrize("name", LITERAL)
def test_a_request_is_found(name: str) -> None:
    script = LITERAL[name].replace("URL", URL)
    assert values(script) == [{"a": "b"}]
    assert values(f"true\n{script}\n\ntrue\n") == [{"a": "b"}]
    (body,) = find_in("true\n" + script)
    assert body.declared and body.declared.name == "image" and body.address
    assert "action" in ("true\n" + script)[slice(*body.address)] or "$P" in script


@pytest.mark.parametrize("name", LITERAL)
def test_a_script_with_windows_line_endings_contains_the_same_request(name: str) -> None:
    script = LITERAL[name].replace("URL", URL)
    assert values(script.replace("\n", "\r\n") + "\r\n") == [{"a": "b"}]


@pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="needs bash")
@pytest.mark.parametrize("name", LITERAL)
def test_bash_sends_what_is_found(name: str, tmp_path: Path) -> None:
    script = LITERAL[name].replace("URL", URL)
    (tmp_path / "curl").write_text(f"#!{sys.executable}\n" + STUB)
    (tmp_path / "curl").chmod(0o755)
    script = script.replace("/usr/bin/curl", "./curl")
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["bash", "-c", script], cwd=tmp_path, env={"PATH": path}, check=False, timeout=20)
    assert json.loads((tmp_path / "sent").read_text()) == {"a": "b"}
    assert values(script) == [{"a": "b"}]


STUB = r"""
import re, sys
arguments, sent = sys.argv[1:], ""
while arguments:
    one = arguments.pop(0)
    if re.match(r"-[a-zA-Z]+", one):
        letters = re.match(r"-([sS]*)([dXH]?)(.*)", one, re.DOTALL)
        value = (letters[3] or arguments.pop(0)) if letters[2] else ""
        name = "--data" if letters[2] == "d" else ""
    else:
        name, value = one, arguments.pop(0) if one.startswith("--") else ""
    if name.startswith(("--data", "--json")):
        if value.startswith("@") and name != "--data-raw":
            value = sys.stdin.read() if value == "@-" else open(value[1:]).read()
            value = value if name in ("--json", "--data-binary") else re.sub(r"[\r\n]", "", value)
        sent = value
open("sent", "w").write(sent)
"""


PLACEHOLDERS = {
    """curl -d '{"a": "'"$X"'"}' URL""": {"a": "${X}"},
    """curl -d '{"a": '$X'}' URL""": {"a": "${X}"},
    r"""curl -d "{\"a\": \"$X\"}" URL""": {"a": "${X}"},
    r"""curl -d "{\"a\": $1, \"b\": ${X:-"y"}z}" URL""": {"a": "${1}", "b": "${X}"},
    r"""curl -d "{\"a\": \"x$(date +"%F")\", \"b\": $((1 + 2))}" URL""": {"a": "x${date}", "b": "${1}"},
    r"""curl -d "{\"a\": \"`date`-$X $Y\"}" URL""": {"a": "${date}-${X} ${Y}"},
    r"""curl -d "{\"a\": \"\$X \\\\ $ $%\"}" URL""": {"a": "$X \\ $ $%"},
    'curl -d @- URL <<EOF\n{"a": $X, "b": "`id`", "c": "$(id "x")"}\nEOF': {"a": "${X}", "b": "${id}", "c": "${id}"},
    'curl -d @- URL <<EOF\n{"a": "\\$X \\\\" $ ${Y}"}\nEOF': {"a": '$X " $ ${Y}'},
    'curl -d @- URL <<\'EOF\'\n{"a": "$X `id`"}\nEOF': {"a": "$X `id`"},
    'cat > "$D/b.json" <<EOF\n{"a": $X}\nEOF\ncurl -d @$D/b.json URL': {"a": "${X}"},
    """curl -d '{"a": "b"}' "https://$HOST:${PORT}/v2/cloudimages/action?x=$Y" """: {"a": "b"},
    """curl -d '{"a": "b"}' "${BASE}/v2/cloudimages/action" """: {"a": "b"},
}


@pytest.mark.parametrize("script", PLACEHOLDERS)
def test_a_placeholder_stands_for_a_value(script: str) -> None:
    assert values(script.replace("URL", URL)) == [PLACEHOLDERS[script]]


@pytest.mark.parametrize(
    "script",
    [
        "curl -d '{\"a\": 1}' https://x/v2/cloudimages",
        "echo curl -d '{\"a\": 1}' URL",
        "# curl -d '{\"a\": 1}' URL",
        "cat <<EOF\ncurl -d '{\"a\": 1}' URL\nEOF",
        'curl -d "$BODY" URL',
        "curl -d $BODY URL",
        'curl -d "$(jq -n "{a: 1}")" URL',
        "curl -d @body.json URL",
        "curl -d @- URL",
        "curl -d '' URL",
        "curl URL",
        "curl -X GET -d '{\"a\": 1}' URL",
        "curl -G -d '{\"a\": 1}' URL",
        "curl -d a=b -d c=d URL",
        "curl --data-urlencode '{\"a\": 1}' URL",
        "curl -H '{\"a\": 1}' -o -d -e URL https://x",
        'X=1\nX=2\nif a; then X=3; fi\ncurl -d "$X" URL',
        'if a; then X=1; else curl -d "$X" URL; fi; X=2',
        "BODY='{\"a\": 1}'\nBODY+='}'\ncurl -d \"$BODY\" URL",
        'X=1\ncurl -d "$X$Y" URL'.replace("X=1", "read X"),
        'for X in 1 2; do curl -d "$X" URL; done',
        "X='{\"a\": 1}'\ncurl -d $X URL",
        "echo '{\"a\": 1}' > b\nsed -i s/a/b/ b\ncurl -d @b URL",
        "echo '{\"a\": 1}' > b\necho x >> b\ncurl -d @b URL",
        "{ echo '{\"a\": 1}'; } > b\ncurl -d @b URL",
        "curl -d @b URL\necho '{\"a\": 1}' > b",
        'curl -d "{\\"a\\": 1, $REST}" URL',
        "curl -d '{\"a\": 1}'$REST'' URL",
        'curl -d \'{"a": 1} URL',
        "curl -d '{\"a\": 1}' URL ) x",
        "curl -d {a,b} URL",
        "curl -d @- URL <<A <<B\n{}\nA\n{}\nB",
        "curl -d @- URL <<EOF\n{\n",
        'X=\'{"a": 1}\' curl -d "$X" URL',
        "echo '{}' | jq . | curl -d @- URL\ncat <<EOF\n{}\nEOF",
        "a | b | curl -d @- URL\ncurl URL <<EOF\n{}\nEOF",
        "curl -d @- URL 3<<EOF\n{}\nEOF",
        "curl -d '{ ... }' URL",
        "curl -d '{\"a\": 1, …}' URL",
        "curl -d '...' URL",
    ],
)
def test_no_request(script: str) -> None:
    assert find_in(script.replace("URL", URL)) == []


def test_a_body_that_is_sent_twice_is_one_request() -> None:
    assert values(f'X=\'{{}}\'\ncurl -d "$X" {URL}\ncurl -d "$X" {URL}') == [{}]


def test_a_command_contains_several_requests() -> None:
    script = f"""curl -d '{{"a": 1}}' {URL} --next -d x https://example.com -: -d '{{"b": 1}}' {URL} --next"""
    assert values(script) == [{"a": 1}, {"b": 1}]


@pytest.mark.parametrize(
    "body, is_one",
    [('{"a": 1, ...}', True), ("…", True), ('{"a": "..."}', False), ('{"a\\"...": "…"}', False), ('{"a": 1.5}', False)],
)
def test_an_abbreviated_body_contains_dots_outside_of_strings(body: str, is_one: bool) -> None:
    assert is_abbreviated(body) == is_one


def test_tabs_stay_in_a_document_that_keeps_them() -> None:
    (body,) = find_in(f"curl -d @- {URL} <<EOF\n\t{{\n\t}}\nEOF\n")
    assert body.cut and body.cut.text == "\t{\n\t}"


@pytest.mark.parametrize("url", [URL, URL.replace("v2", "v2.1")])
def test_a_text_that_is_no_script_is_said(url: str) -> None:
    (diagnostic,) = lint_text(f"# curl {url}\n" + ")" * 20000, "a.sh")
    assert (diagnostic.code, diagnostic.message) == ("IMS007", "the shell script is too complex to parse")


def test_a_text_that_is_no_script_is_left_alone_without_an_address() -> None:
    assert lint_text(f"# curl {URL.replace('action', '')}\n" + ")" * 20000, "a.sh") == ()


@pytest.mark.parametrize("line", ["$A\n", "echo $A ${B} `c` text\n", "$(a)$((1))\n"])
def test_a_script_is_read_whatever_its_here_documents_contain(line: str) -> None:
    script = f"cat <<EOF\n{line * 5000}EOF\n" + f'curl -d @- {URL} <<EOF\n{{"a": $A, "b": $B}}\nEOF\n' * 500
    assert len(values(script)) == 500


def test_requests_in_a_broken_script_are_found_where_it_is_whole() -> None:
    assert values(f"f() {{\ncurl -d '{{\"a\": 1}}' {URL}\n") == [{"a": 1}]


# Places and fixes

WRONG = GOOD.replace('"web"', '"web", "min_ram": "1024"')


@pytest.mark.parametrize(
    "before, script, after",
    [
        ("", f"curl -d '{WRONG}' {URL}\n", '": 1024,'),
        ("", 'curl -d "' + WRONG.replace('"', '\\"') + f'" {URL}\n', '\\": 1024,'),
        ("", f"curl -d @- {URL} <<-EOF\n\t{WRONG}\n\tEOF\n", '": 1024,'),
        ("é$X\n", f"curl -d '{WRONG}' {URL}\n", '": 1024,'),
        ("# é\r\n", f'X=$(cat <<EOF\r\n{WRONG}\r\nEOF\r\n)\r\ncurl -d "$X" {URL}\r\n', '": 1024,'),
    ],
)
def test_a_wrong_value_is_fixed_where_it_is(before: str, script: str, after: str) -> None:
    script = before + script
    (diagnostic,) = lint_text(script, "a.sh")
    assert (diagnostic.code, diagnostic.pointer) == ("IMS301", "/min_ram")
    lines = script.splitlines()
    line = lines[diagnostic.start.line - 1]
    assert line[diagnostic.start.column - 1 : diagnostic.end.column - 1].replace("\\", "") == '"1024"'
    fixed = fix_bytes(script.encode(), "a.sh", unsafe=True).data.decode()
    assert fixed == script.replace('\\"1024\\"', "1024").replace('"1024"', "1024")
    assert after in fixed


QUOTE = GOOD.replace('"web"', '"web", "os_version": "a"')


@pytest.mark.parametrize(
    "cut, wanted",
    [
        ("curl -d 'x' URL", r"curl -d 'a'\''$`\"b' URL"),
        ('curl -d "x" URL', r'curl -d "a' + r"'" + r'\$\`\\\"b" URL'),
        ("curl -d @- URL <<EOF\nx\nEOF", "curl -d @- URL <<EOF\na'\\$\\`\\\\\"b\nEOF"),
        ("curl -d @- URL <<'EOF'\nx\nEOF", "curl -d @- URL <<'EOF'\na'$`\\\"b\nEOF"),
        ("curl -d $'x' URL", r"curl -d $'a\'$`\\" + r'"b' + "' URL"),
        ("curl -d x URL", r"""curl -d 'a'\''$`\"b' URL"""),
    ],
)
def test_a_text_is_written_in_the_quotes_of_its_place(cut: str, wanted: str) -> None:
    script = cut.replace("URL", URL)
    (body,) = find_in(script)
    assert body.cut
    at, until, new = next(body.cut.edits(0, 1, "a'$`\\\"b"))
    fixed = script[:at] + new + script[until:]
    assert fixed == wanted.replace("URL", URL)
    assert [each.cut.text for each in find_in(fixed) if each.cut] == ["a'$`\\\"b"]


def test_comments_before_a_command_hold_for_its_request() -> None:
    body = GOOD.replace('"web"', '"we/b"')
    assert [each.code for each in lint_text(f"curl -d '{body}' {URL}", "a.sh")] == ["IMS305"]
    comment = "# ims-lint: ignore[IMS305] a reason\n"
    for script in (
        f"{comment}curl -d '{body}' {URL}\n",
        f"if a; then\n  {comment}  X=$(curl -d '{body}' {URL})\nfi\n",
        f"{comment}# b\ntrue && \\\n  curl -d '{body}' {URL}\n",
        f"{comment}cat <<EOF > b\n{body}\nEOF\n\ncurl -d @b {URL}\n",
        f"{comment}X='{body}'\n\ncurl -d \"$X\" {URL}\n",
        f"{comment}\n\n\ncurl -d '{body}' {URL}",
        f"curl -d '{body}' \\\n  {URL} {comment}",
        f"curl -d @- {URL} <<EOF {comment}{body}\nEOF\n",
    ):
        assert lint_text(script, "a.sh") == ()
    for script in (f"{comment}echo\ncurl -d '{body}' {URL}\n", f"curl -d '{body}' {URL}\n{comment}"):
        assert sorted(each.code for each in lint_text(script, "a.sh")) == ["IMS010", "IMS305"]
    said = lint_text(f"# ims-lint: operation=quickimport\ncurl -d '{GOOD}' {URL}", "a.sh")
    assert [each.code for each in said] == ["IMS016"]


def test_a_comment_that_suppresses_nothing_is_removed() -> None:
    script = f"curl -d '{GOOD}' {URL}\necho # ims-lint: ignore[IMS305]\necho '# ims-lint: ignore[IMS305]' # ims-lint\n"
    (diagnostic,) = lint_text(script, "a.sh")
    assert (diagnostic.code, diagnostic.start.line) == ("IMS010", 2)
    assert fix_bytes(script.encode(), "a.sh").data.decode() == script.replace("echo # ims-lint: ignore[IMS305]", "echo")


# Every way to write a request

Way = Callable[[str], str]


def in_double_quotes(text: str) -> str:
    return re.sub(r'([$`"\\])', r"\\\1", text)


def in_document(text: str) -> str:
    return re.sub(r"([$`\\])", r"\\\1", text)


def with_tabs(text: str) -> str:
    return "\t" + text.replace("\n", "\n\t")


def single(text: str) -> str:
    return text.replace("'", "'\\''")


def in_pieces(text: str) -> str:
    """The text in which every second word is in other quotes."""
    pieces = re.split(r"(\w+)", text)
    return "".join(
        f'"{in_double_quotes(piece)}"' if index % 2 else f"'{single(piece)}'" for index, piece in enumerate(pieces)
    )


WAYS: dict[str, Way] = {
    "single quotes": lambda text: f"curl -d '{single(text)}' {URL}\n",
    "double quotes": lambda text: f'curl -s {URL} --json "{in_double_quotes(text)}"\n',
    "pieces": lambda text: f"X=$(curl -d {in_pieces(text)} {URL})\n",
    "document": lambda text: f"curl -d @- {URL} <<EOF\n{in_document(text)}\nEOF\n",
    "literal document": lambda text: f"cat <<'EOF' | curl -d @- {URL}\n{text}\nEOF\n",
    "document with tabs": lambda text: f"curl -d @- {URL} <<-EOF\n{with_tabs(in_document(text))}\n\tEOF\n",
    "literal document with tabs": lambda text: f"curl -d @- {URL} <<-'EOF'\n{with_tabs(text)}\n\tEOF\n",
    "process substitution": lambda text: f"curl -d @<(cat <<EOF\n{in_document(text)}\nEOF\n) {URL}\n",
    "file": lambda text: f"cat > a.json <<'EOF'\n{text}\nEOF\ncurl -d @a.json {URL}\n",
    "variable": lambda text: f"BODY='{single(text)}'\ncurl -d \"$BODY\" {URL}\n",
    "variable with document": lambda text: f'B=$(cat <<EOF\n{in_document(text)}\nEOF\n)\ncurl -d "$B" {URL}\n',
}


@given(st.sampled_from(sorted(WAYS)), broken_requests(), st.data())
def test_a_request_in_a_script_has_the_findings_of_the_request_alone(
    way: str, request: tuple[str, Body], data: Any
) -> None:
    name, url, body = declared(*request)
    text = json.dumps(body, ensure_ascii=False, indent=data.draw(st.sampled_from([None, 2])))
    prefix = data.draw(st.sampled_from(["", "#!/bin/bash\n\n", "echo 'é𐍈'\n"]))
    script = prefix + WAYS[way](text).replace(URL, url)
    (found,) = find_in(script)
    assert found.cut and found.cut.text == text
    alone = lint_text(text, name)
    inside = lint_text(script, "a.sh")
    assert said(inside) == said(alone)
    places = Text(script), Text(text)
    for one, other in zip(sorted(inside, key=key), sorted(alone, key=key), strict=True):
        here = script[places[0].offset(one.start) : places[0].offset(one.end)]
        there = text[places[1].offset(other.start) : places[1].offset(other.end)]
        assert plain(here) == plain(there)
    fixed = fix_bytes(script.encode(), "a.sh", unsafe=True)
    (after,) = find_in(fixed.data.decode())
    wanted = fix_bytes(text.encode(), name, unsafe=True)
    assert after.cut
    if fixed.applied == wanted.applied:
        assert after.cut.text == wanted.data.decode()
    else:
        assert way == "pieces" and fixed.applied < wanted.applied


def declared(name: str, body: Body) -> tuple[str, str, Body]:
    """The name of a file that declares the operation of a request, its URL, and the request."""
    operation = next((each for each in OPERATIONS if f".{each.name}." in name), OPERATIONS[0])
    return f"a.{operation.name}.ims.json", f"https://ims.example.com{operation.address.split()[1]}", body


def said(diagnostics: Any) -> list[Any]:
    return sorted((each.code, each.pointer, each.message) for each in diagnostics)


def key(diagnostic: Any) -> Any:
    return (diagnostic.code, diagnostic.pointer, diagnostic.message, diagnostic.start)


def plain(text: str) -> str:
    """A text without quotes, escapes and indentation."""
    return re.sub(r"[\\'\"\t]", "", text)


@FEWER
@given(broken_requests(), st.integers(0, 3))
def test_placeholders_in_a_script_are_those_of_the_request_alone(request: tuple[str, Body], index: int) -> None:
    name, url, body = declared(*request)
    keys = [key for key in body if isinstance(body[key], str)]
    if not keys:
        return
    text = json.dumps({**body, keys[index % len(keys)]: "${NAME}"}, ensure_ascii=False)
    alone = said(lint_text(text, name))
    before, after = text.split("${NAME}", 1)
    for script in (
        f"curl -d '{single(before)}'\"$NAME\"'{single(after)}' {URL}",
        f"curl -d '{single(before[:-1])}'$NAME'{single(after[1:])}' {URL}",
        f'curl -d "{in_double_quotes(before)}$(name){in_double_quotes(after)}" {URL}',
        f"curl -d @- {URL} <<EOF\n{in_document(before)}$NAME{in_document(after)}\nEOF",
        f"curl -d @- {URL} <<EOF\n{in_document(before[:-1])}${{NAME:-x}}{in_document(after[1:])}\nEOF",
    ):
        assert said(lint_text(script.replace(URL, url), "a.sh")) == alone


# Places through another text


def test_a_request_in_a_script_in_a_quoted_block_has_its_places_there() -> None:
    script = f"curl -d @- {URL} <<EOF\n{GOOD}\nEOF\n"
    quoted = "".join(f"> {line}\n" for line in script.splitlines())
    outer, at = Cut(quoted), 0
    for line in quoted.splitlines(keepends=True):
        outer.copy(at + 2, at + len(line), lambda text: text.replace("\n", "\n> "))
        at += len(line)
    assert outer.text == script
    (body,) = find_in(outer.text)
    moved = body.through(outer)
    assert moved.cut and moved.cut.text == GOOD
    assert quoted[slice(*moved.span)] == GOOD
    assert moved.address and quoted[slice(*moved.address)] == URL
    assert next(moved.cut.edits(1, 1, "\n$"))[2] == "\n> \\$"


# Hostile input


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_bash", None)
    shell_script._language.cache_clear()
    with pytest.raises(NotInstalled, match=r'shell scripts need .* pip install "ims-lint\[embedded\]"'):
        find_in(f"curl -d '{{}}' {URL}")
    assert find_in("echo") == []
    shell_script._language.cache_clear()


HOSTILE = {
    "brackets": lambda n: ")" * n,
    "brackets and words": lambda n: "a)" * n,
    "substitutions": lambda n: f"X=$(curl -d '{{}}' {URL} " * (n // 20),
    "nested quotes": lambda n: '"$(' * n,
    "variables": lambda n: "X=1\n" * n + f'curl -d "$X" {URL}\n' * (n // 10),
    "files": lambda n: "echo '{}' > b\n" * (n // 10) + f"curl -d @b {URL}\n" * (n // 10),
    "a long variable": lambda n: f'X=\'{{"a": "{"b" * n}"}}\'\n' + f'curl -d "$X" {URL}\n' * (n // 10),
    "functions": lambda n: "f() {\n" + "echo\n" * n + "}\n" + f'curl -d "$(f)" {URL}\n' * (n // 10),
    "pipes": lambda n: "cat | " * n + f"curl -d @- {URL}",
    "lists": lambda n: "cat && " * n + f"curl -d '{{}}' {URL}",
    "quotes": lambda n: f"curl {URL} -d " + "'a'\"b\"" * n,
    "expansions": lambda n: f"curl {URL} -d @- <<EOF\n" + '{"a": $X, "b": "${Y}"}\n' * n + "EOF\n",
    "comments": lambda n: "# a\n" * n + f"curl -d '{{}}' {URL}\n",
    "values out of place": lambda n: f"curl {URL} -d @- <<EOF\n{{" + "   $X" * n + "}\nEOF\n",
    "open documents": lambda n: "cat <<EOF\n" * n,
    "arguments": lambda n: f"curl {URL} " + "-H a " * n,
    "cases": lambda n: "case x in\n" * n,
    "pipes above documents": lambda n: "a | b | c\n" * n + "cat <<EOF\nEOF\n" * n,
    "commands on a line": lambda n: f"curl -d '{{}}' {URL};" * (n // 10) + "# a",
    "suppression comments": lambda n: "echo # ims-lint: ignore[IMS305]\n" * n,
    "an open string": lambda n: f"curl {URL} -d @- <<'EOF'\n\"" + '\\"' * n + "\nEOF\n",
    "many parts": lambda n: f"curl -d '{{}}' {URL}" + " --next" * n,
    "NUL": lambda n: "\0" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_scripts_take_linear_work(name: str) -> None:
    small, large = (calls(f"{HOSTILE[name](count)}\ncurl -d '{{' {URL}\n", "a.sh") for count in (500, 4000))
    assert large < 12 * small + 5000
