"""Every rule there is, in the order of the codes."""

from __future__ import annotations

from ims_lint.rules import (
    across,
    advice,
    combination,
    file,
    format,
    image_file,
    os_version,
    parameter,
    source,
    style,
    tags,
    value,
    yaml_file,
)
from ims_lint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    file.SYNTAX_ERROR,
    file.ENCODING,
    file.BYTE_ORDER_MARK,
    file.EMPTY,
    file.not_an_object,
    file.DUPLICATE_KEY,
    file.LIMIT,
    yaml_file.TAG,
    yaml_file.AMBIGUOUS,
    yaml_file.SUPPRESSION,
    yaml_file.BAD_SUPPRESSION,
    yaml_file.KEY,
    yaml_file.ALIAS,
    file.SURROGATE,
    file.unfilled_placeholder,
    source.no_source,
    source.several_sources,
    source.instance_with_data_images,
    parameter.unknown_parameter,
    parameter.parameter_of_another_method,
    parameter.answer_key,
    parameter.full_ecs_parameter,
    parameter.missing_parameter,
    value.wrong_type,
    value.value_not_allowed,
    value.out_of_range,
    value.wrong_length,
    format.name_format,
    format.description_format,
    tags.tag_format,
    format.enterprise_project_id,
    format.id_format,
    image_file.image_url_format,
    value.wrong_count,
    tags.tags_with_image_tags,
    combination.iso_needs_os_version,
    combination.quick_import_needs_os_version,
    combination.quick_import_format,
    combination.iso_type_mismatch,
    combination.os_type_mismatch,
    combination.arm_with_bios,
    across.max_ram_below_min_ram,
    across.duplicate_image_file,
    os_version.unlisted_os_version,
    advice.overridden_parameter,
    tags.duplicate_tag_key,
    tags.tag_without_dot,
    tags.outer_space_in_tag,
    advice.id_not_uuid,
    image_file.unlisted_file_format,
    image_file.is_config_with_quick_import,
    advice.deprecated_parameter,
    advice.schema_key,
    os_version.unsupported_coreos,
    style.description_characters,
    style.no_description,
    style.no_tags,
)

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}

FOUND_BY_PYTHON = tuple(rule for rule in RULES if rule.check)
"""The rules that look at each request themselves; the schemas and the readers find the others."""

UNKNOWN_KEY = (
    source.several_sources,
    parameter.answer_key,
    parameter.full_ecs_parameter,
    parameter.parameter_of_another_method,
    parameter.unknown_parameter,
)
"""Those that know what a key is that a schema does not know, each in its turn."""
