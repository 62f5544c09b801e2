"""Why a text is not YAML: said where the cause is, and gone once what is said is done."""

from __future__ import annotations

import pytest

from ims_lint import lint_text

ID = "instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n"
WEB = f"name: web\n{ID}"
DISK = "c5dfbd0c-bf0a-4798-a453-61dc6b54aa30"

MENDED = {  # a text, where it is no YAML, what the help has to name, and the text as the help wants it
    "no-break space after a colon": (f"name:\u00a0web\n{ID}", "1:6", "", WEB),
    "no-break space after a later colon": (f"{WEB}min_ram:\u00a01\n", "3:9", "", f"{WEB}min_ram: 1\n"),
    "ideographic space after a colon": (f"name:\u3000web\n{ID}", "1:6", "", WEB),
    "no-break space after a hyphen": (f"tags:\n-\u00a0a.b\n{WEB}", "2:2", "", f"tags:\n- a.b\n{WEB}"),
    "no-break space as indentation": (f"tags:\n\u00a0 - a.b\n{WEB}", "2:1", "", f"tags:\n  - a.b\n{WEB}"),
    "no-break space before a parameter": (
        f"data_images:\n- name: a\n\u00a0 volume_id: {DISK}\n",
        "3:1",
        "",
        f"data_images:\n- name: a\n  volume_id: {DISK}\n",
    ),
    "zero-width space after a colon": (f"name:\u200bweb\n{ID}", "1:6", "name: web", WEB),
    "zero-width space on a line": (f"{WEB}\u200b\nmin_ram: 1\n", "3:1", "", f"{WEB}\nmin_ram: 1\n"),
    "no space after the first colon": (f"name:web\n{ID}", "1:5", "name: web", WEB),
    "no space after the last colon": (f"{ID}name:web\n", "2:5", "name: web", f"{ID}name: web\n"),
    "no space after a colon between others": (f"{WEB}min_ram:1\nmax_ram: 2\n", "3:8", "min_ram: 1",
                                              f"{WEB}min_ram: 1\nmax_ram: 2\n"),
    "no space after the colon of an item": (f"data_images:\n- name:a\n  volume_id: {DISK}\n", "2:7", "name: a",
                                            f"data_images:\n- name: a\n  volume_id: {DISK}\n"),
    "no space after a hyphen": (f"tags:\n-a.b\n{WEB}", "2:1", "- a.b", f"tags:\n- a.b\n{WEB}"),
    "no space after a later hyphen": (f"{WEB}tags:\n- a.b\n-c.d\n", "5:1", "- c.d", f"{WEB}tags:\n- a.b\n- c.d\n"),
    "no space after the hyphen of an object": (f"data_images:\n  -name: a\n    volume_id: {DISK}\n", "2:3", "- name: a",
                                               f"data_images:\n  - name: a\n    volume_id: {DISK}\n"),
    "full-width colon": (f"name：web\n{ID}", "1:5", "name: web", WEB),
    "full-width colon and space": (f"{WEB}min_ram： 1\n", "3:8", "min_ram: 1", f"{WEB}min_ram: 1\n"),
    "equals sign": (f"name = web\n{ID}", "1:6", "name: web", WEB),
    "missing colon": ("name web\n" + ID, "1:1", "name: web", WEB),
    "missing colon in the middle": (f"name: web\ndescription x\n{ID}", "2:1", "description: x",
                                    f"name: web\ndescription: x\n{ID}"),
    "missing colon and value": (f"{WEB}description\n", "3:1", "", WEB),
    "missing colon after a marker": (f"--- name\n{ID}", "1:5", "", ID),
    "list item among parameters": (f"{WEB}tags:\nmin_ram: 1\n- a.b\n", "5:1", "", f"{WEB}tags:\n- a.b\nmin_ram: 1\n"),
    "parameter among list items": ("- name: web\ninstance_id: x\n", "2:1", "", "- name: web\n  instance_id: x\n"),
    "item with a crooked parameter": (f"data_images:\n  - name: a\n   volume_id: {DISK}\n", "3:4", "",
                                      f"data_images:\n  - name: a\n    volume_id: {DISK}\n"),
    "indented parameter": (f"{WEB}  min_ram: 1\n", "3:1", "", f"{WEB}min_ram: 1\n"),
    "less indented parameter": (f"  name: web\n{ID}", "2:1", "", f"  name: web\n  {ID}"),
    "quote in single quotes": (f"{WEB}description: 'it's'\n", "3:18", "'it''s'", f"{WEB}description: 'it''s'\n"),
    "quote in double quotes": (f'{WEB}description: "a 3" disk"\n', "3:20", '"a 3\\" disk"',
                               f'{WEB}description: "a 3\\" disk"\n'),
    "text after quotes": (f'{WEB}description: "web" server\n', "3:20", '"web server"',
                          f'{WEB}description: "web server"\n'),
    "unknown directive": (f"%FOO\n{WEB}", "1:1", "", WEB),
    "directive without a marker": (f"%YAML 1.2\n{WEB}", "2:1", "", f"%YAML 1.2\n---\n{WEB}"),
    "missing comma in a list": (f"{WEB}tags: ['a.b' 'c.d']\n", "3:14", "'c.d'", f"{WEB}tags: ['a.b', 'c.d']\n"),
    "missing comma at the end of a line": (f"{{name: web\n{ID}}}", "2:1", "", f"{{name: web,\n{ID}}}"),
    "missing comma in a line": (f"{WEB}image_tags: [{{key: a value: b}}]\n", "3:27", "",
                                f"{WEB}image_tags: [{{key: a, value: b}}]\n"),
    "text after a placeholder": (f"name: {{{{ x }}}}-web\n{ID}", "1:7", '"{{ x }}-web"',
                                 f'name: "{{{{ x }}}}-web"\n{ID}'),
    "placeholder after a placeholder": (f"{WEB}min_ram: {{{{ x }}}}{{{{ y }}}}\n", "3:10", '"{{ x }}{{ y }}"',
                                        f'{WEB}min_ram: "{{{{ x }}}}{{{{ y }}}}"\n'),
    "text after a placeholder in a list": (f"{WEB}tags: [{{{{ x }}}}.a, b.c]\n", "3:8", "in quotes",
                                           f'{WEB}tags: ["{{{{ x }}}}.a", b.c]\n'),
    "percent sign at the start of a line": (f"{WEB}%min_ram: 1\n", "3:9", 'remove the "%"', f"{WEB}min_ram: 1\n"),
    "open placeholder": (f"name: {{{{ x\n{ID}", "1:7", "}}", f"name: {{{{ x }}}}\n{ID}"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "named", "mended"), MENDED.values(), ids=MENDED)
def test_the_cause_is_told_and_gone_once_the_help_is_followed(text: str, place: str, named: str, mended: str) -> None:
    (found,) = lint_text(text, "web.ims.yaml")
    assert (found.code, f"{found.start.line}:{found.start.column}") == ("IMS001", place)
    assert named in found.help
    assert "IMS001" not in {each.code for each in lint_text(mended, "web.ims.yaml")}


HELM = "{{- if .Values.web }}"
TEMPLATES = {  # a text, and where template syntax makes it unreadable
    "Helm at the start": (f"{HELM}\n{WEB}{{{{- end }}}}\n", "1:1"),
    "Helm in the middle": (f"{WEB}{HELM}\nmin_ram: 1\n{{{{- end }}}}\n", "3:1"),
    "Helm without a hyphen": (f"{WEB}{{{{ if .x }}}}\nmin_ram: 1\n{{{{ end }}}}\n", "3:1"),
    "Helm around items": (f"{WEB}tags:\n{{{{- range .x }}}}\n- {{{{ . }}}}\n{{{{- end }}}}\n", "4:1"),
    "Helm that writes lines": (f"tags:\n{{{{ toYaml .x | indent 2 }}}}\n{WEB}", "2:1"),
    "Helm that writes the start": (f"{{{{ toYaml .x }}}}\n{WEB}", "1:1"),
    "Helm that writes the end": (f'{WEB}{{{{ include "x" . }}}}\n', "3:1"),
    "Helm comment": (f"{{{{/* c */}}}}\n{WEB}", "1:1"),
    "Helm comment in the middle": (f"{WEB}{{{{- /* c */ -}}}}\nmin_ram: 1\n", "3:1"),
    "Jinja": (f"{WEB}{{% if x %}}\nmin_ram: 1\n{{% endif %}}\n", "3:1"),
    "Jinja at the start": (f"{{% set x = 1 %}}\n{WEB}", "1:1"),
    "Jinja in a value": (f"{WEB}min_ram: {{% if x %}}1{{% endif %}}\n", "3:10"),
    "Jinja comment": (f"{{# c #}}\n{WEB}", "1:1"),
    "Jinja comment in the middle": (f"{WEB}{{# c #}}\nmin_ram: 1\n", "3:1"),
    "Jinja in the second document": (f"{WEB}---\n{{% if x %}}\n{WEB}", "4:1"),
    "ERB": (f"<% if x %>\n{WEB}<% end %>\n", "1:1"),
    "Python": (f"{WEB}min_ram: %(ram)d\n", "3:10"),
    "Autoconf": (f"{WEB}min_ram: @RAM@\n", "3:10"),
}


@pytest.mark.parametrize(("text", "place"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_called_one_at_its_place(text: str, place: str) -> None:
    (found,) = lint_text(text, "web.ims.yaml")
    assert (found.code, f"{found.start.line}:{found.start.column}") == ("IMS001", place)
    assert "is template syntax, not YAML" in found.message
    assert "render the template first" in found.help


OTHER_CAUSES = {  # a text with template syntax that is not why it cannot be read, and where the cause is
    "in a block scalar": (f"{WEB}description: |\n  {{% x %}}\n  {{# y #}}\n\n  {HELM}\nmin_ram:1\n", "8:8"),
    "in quotes": (f"{WEB}description: '{{% x %}}'\nmin_ram:1\n", "4:8"),
    "in a comment": (f"{WEB}# {{% x %}}\nmin_ram:1\n", "4:8"),
    "as a value": (f"{WEB}description: {{{{ x }}}}\nmin_ram:1\n", "4:8"),
    "in another document": (f"{{{{ x }}}}\n---\n{WEB}min_ram:1\n", "5:8"),
    "in a list with another error": (f"{WEB}tags: [{{{{ x }}}}, 'a.b' 'c.d']\n", "3:23"),
    "further down": (f"{WEB}tags: ]\n{{% x %}}\n", "3:7"),
}


@pytest.mark.parametrize(("text", "place"), OTHER_CAUSES.values(), ids=OTHER_CAUSES)
def test_a_template_is_not_blamed_for_another_error(text: str, place: str) -> None:
    (found,) = (each for each in lint_text(text, "web.ims.yaml") if each.code == "IMS001")
    assert f"{found.start.line}:{found.start.column}" == place
    assert "template" not in found.message


def test_a_document_that_may_go_on_below_is_not_judged() -> None:
    """Its source may well be in what is not aligned with it."""
    assert [each.code for each in lint_text(f"  name: web\n{ID}", "web.ims.yaml")] == ["IMS001"]
