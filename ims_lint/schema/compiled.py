"""Whether a request satisfies the schemas. Made by `nox -s generate`: do not edit."""
# fmt: off
# ruff: noqa
# mypy: ignore-errors

from typing import Any

import re


def _anything(v):
    return True

def accepts_if(v):
    return (type(v) is not dict or ('instance_id' in v))

def _common_schema_key(v):
    return type(v) is str

def _common_name_pattern(v):
    global _common_name_pattern
    _common_name_pattern = re.compile('^([A-Za-z0-9._-]([A-Za-z0-9._ -]*[A-Za-z0-9._-])?)?$(?!\\n)').search
    return _common_name_pattern(v)

def _common_name(v):
    return type(v) is str and len(v) >= 1 and len(v) <= 128 and _common_name_pattern(v) is not None

def _common_instance_id_pattern(v):
    global _common_instance_id_pattern
    _common_instance_id_pattern = re.compile('^\\S*$(?!\\n)').search
    return _common_instance_id_pattern(v)

def _common_instance_id(v):
    return type(v) is str and len(v) >= 1 and _common_instance_id_pattern(v) is not None

def _common_description_pattern(v):
    global _common_description_pattern
    _common_description_pattern = re.compile('^[^<>\\r\\n]*$(?!\\n)').search
    return _common_description_pattern(v)

def _common_description(v):
    return type(v) is str and len(v) <= 1024 and _common_description_pattern(v) is not None

def _common_tags_item_pattern(v):
    global _common_tags_item_pattern
    _common_tags_item_pattern = re.compile('^[A-Za-z0-9_-]{1,36}(\\.[A-Za-z0-9_.-]{0,43})?$(?!\\n)').search
    return _common_tags_item_pattern(v)

def _common_tags_item(v):
    return type(v) is str and _common_tags_item_pattern(v) is not None

def _common_tags(v):
    return type(v) is list and all(map(_common_tags_item, v))

def _common_image_tags_item_key_pattern(v):
    global _common_image_tags_item_key_pattern
    _common_image_tags_item_key_pattern = re.compile('^\\s*\\S([\\s\\S]{0,34}\\S)?\\s*$').search
    return _common_image_tags_item_key_pattern(v)

def _common_image_tags_item_key(v):
    return type(v) is str and _common_image_tags_item_key_pattern(v) is not None

def _common_image_tags_item_value_pattern(v):
    global _common_image_tags_item_value_pattern
    _common_image_tags_item_value_pattern = re.compile('^\\s*(\\S([\\s\\S]{0,41}\\S)?)?\\s*$').search
    return _common_image_tags_item_value_pattern(v)

def _common_image_tags_item_value(v):
    return type(v) is str and _common_image_tags_item_value_pattern(v) is not None

_COMMON_IMAGE_TAGS_ITEM = {
    'key': _common_image_tags_item_key,
    'value': _common_image_tags_item_value,
}

def _common_image_tags_item(v):
    if not (type(v) is dict):
        return False
    if not ('key' in v):
        return False
    for key, value in v.items():
        check = _COMMON_IMAGE_TAGS_ITEM.get(key)
        if check is None or not check(value):
            return False
    return True

def _common_image_tags(v):
    return type(v) is list and all(map(_common_image_tags_item, v))

def _common_enterprise_project_id_pattern(v):
    global _common_enterprise_project_id_pattern
    _common_enterprise_project_id_pattern = re.compile('^(0|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$(?!\\n)').search
    return _common_enterprise_project_id_pattern(v)

def _common_enterprise_project_id(v):
    return type(v) is str and _common_enterprise_project_id_pattern(v) is not None

def _common_min_ram(v):
    return (type(v) is int or (type(v) is float and v.is_integer())) and v >= 0

def _common_max_ram(v):
    return (type(v) is int or (type(v) is float and v.is_integer())) and v >= 0

def _from_ecs_ecs_data_images(v):
    return type(v) is list and len(v) <= 0

_FROM_ECS_ECS = {
    '$schema': _common_schema_key,
    'name': _common_name,
    'instance_id': _common_instance_id,
    'description': _common_description,
    'tags': _common_tags,
    'image_tags': _common_image_tags,
    'enterprise_project_id': _common_enterprise_project_id,
    'min_ram': _common_min_ram,
    'max_ram': _common_max_ram,
    'data_images': _from_ecs_ecs_data_images,
}

def _common_tags_or_image_tags_if_tags(v):
    return type(v) is list and len(v) >= 1

def _common_tags_or_image_tags_if_image_tags(v):
    return type(v) is list and len(v) >= 1

def _common_tags_or_image_tags_if(v):
    return type(v) is dict and ('tags' not in v or _common_tags_or_image_tags_if_tags(v['tags'])) and ('image_tags' not in v or _common_tags_or_image_tags_if_image_tags(v['image_tags'])) and 'tags' in v and 'image_tags' in v

def _common_tags_or_image_tags_then_image_tags(v):
    return type(v) is list and len(v) <= 0

def _common_tags_or_image_tags_then(v):
    return (type(v) is not dict or (('image_tags' not in v or _common_tags_or_image_tags_then_image_tags(v['image_tags']))))

def _common_tags_or_image_tags(v):
    return (_common_tags_or_image_tags_then(v) if _common_tags_or_image_tags_if(v) else True)

def _from_ecs_ecs(v):
    if not (type(v) is dict):
        return False
    if not ('name' in v):
        return False
    if not ('instance_id' in v):
        return False
    for key, value in v.items():
        check = _FROM_ECS_ECS.get(key)
        if check is None or not check(value):
            return False
    return (_common_tags_or_image_tags(v))

def accepts_else_if(v):
    return (type(v) is not dict or ('image_url' in v))

def _common_image_url_pattern(v):
    global _common_image_url_pattern
    _common_image_url_pattern = re.compile('^(?!([a-z0-9.-]{0,60}\\.)?obs[.-][a-z0-9.-]{0,60}\\.(com|cn|ch|eu|net)(\\.cn)?:)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]:(?!//)\\S*[^\\s/]$(?!\\n)').search
    return _common_image_url_pattern(v)

def _common_image_url(v):
    return type(v) is str and _common_image_url_pattern(v) is not None

def _from_obs_file_obs_file_min_disk(v):
    return (type(v) is int or (type(v) is float and v.is_integer())) and v >= 1 and v <= 1024

def _from_obs_file_obs_file_os_type(v):
    return type(v) is str and (type(v) is str and v in ('Linux', 'Windows', 'Other'))

def _common_os_version_values(v):
    return True

def _common_os_version(v):
    return type(v) is str and (_common_os_version_values(v))

def _from_obs_file_obs_file_type(v):
    return type(v) is str and (type(v) is str and v in ('ECS', 'FusionCompute', 'BMS', 'Ironic', 'IsoImage'))

def _from_obs_file_obs_file_is_config(v):
    return (v is True or v is False)

def _from_obs_file_obs_file_is_config_init(v):
    return (v is True or v is False)

def _common_is_quick_import(v):
    return (v is True or v is False)

def _common_cmk_id_pattern(v):
    global _common_cmk_id_pattern
    _common_cmk_id_pattern = re.compile('^\\S*$(?!\\n)').search
    return _common_cmk_id_pattern(v)

def _common_cmk_id(v):
    return type(v) is str and len(v) >= 1 and _common_cmk_id_pattern(v) is not None

def _from_obs_file_obs_file_hw_firmware_type(v):
    return type(v) is str and (type(v) is str and v in ('bios', 'uefi'))

def _from_obs_file_obs_file_architecture(v):
    return type(v) is str and (type(v) is str and v in ('x86', 'arm'))

def _from_obs_file_data_image_min_disk(v):
    return (type(v) is int or (type(v) is float and v.is_integer())) and v >= 1 and v <= 2048

def _from_obs_file_data_image_volume_id(v):
    return type(v) is str and len(v) <= 0

_FROM_OBS_FILE_DATA_IMAGE = {
    'name': _common_name,
    'image_url': _common_image_url,
    'min_disk': _from_obs_file_data_image_min_disk,
    'description': _common_description,
    'is_quick_import': _common_is_quick_import,
    'volume_id': _from_obs_file_data_image_volume_id,
    'tags': _common_tags,
    'image_tags': _common_image_tags,
}

def _common_quick_import_file_if_is_quick_import(v):
    return (v is True)

def _common_quick_import_file_if(v):
    return type(v) is dict and ('is_quick_import' not in v or _common_quick_import_file_if_is_quick_import(v['is_quick_import'])) and 'is_quick_import' in v

def _common_quick_import_file_then_image_url_pattern(v):
    global _common_quick_import_file_then_image_url_pattern
    _common_quick_import_file_then_image_url_pattern = re.compile('^(?!.*\\.([vV][hH][dD][xX]?|[vV][mM][dD][kK]|[qQ][cC][oO][wW]2?|[vV][dD][iI]|[qQ][eE][dD]|[zZ][vV][hH][dD]|[iI][sS][oO])$(?!\\n))').search
    return _common_quick_import_file_then_image_url_pattern(v)

def _common_quick_import_file_then_image_url(v):
    return (type(v) is not str or (_common_quick_import_file_then_image_url_pattern(v) is not None))

def _common_quick_import_file_then(v):
    return (type(v) is not dict or (('image_url' not in v or _common_quick_import_file_then_image_url(v['image_url']))))

def _common_quick_import_file(v):
    return (_common_quick_import_file_then(v) if _common_quick_import_file_if(v) else True)

def _from_obs_file_data_image(v):
    if not (type(v) is dict):
        return False
    if not ('image_url' in v):
        return False
    if not ('min_disk' in v):
        return False
    for key, value in v.items():
        check = _FROM_OBS_FILE_DATA_IMAGE.get(key)
        if check is None or not check(value):
            return False
    return (_common_tags_or_image_tags(v) and _common_quick_import_file(v))

def _from_obs_file_obs_file_data_images(v):
    return type(v) is list and len(v) <= 3 and all(map(_from_obs_file_data_image, v))

_FROM_OBS_FILE_OBS_FILE = {
    '$schema': _common_schema_key,
    'name': _common_name,
    'image_url': _common_image_url,
    'min_disk': _from_obs_file_obs_file_min_disk,
    'os_type': _from_obs_file_obs_file_os_type,
    'os_version': _common_os_version,
    'type': _from_obs_file_obs_file_type,
    'description': _common_description,
    'is_config': _from_obs_file_obs_file_is_config,
    'is_config_init': _from_obs_file_obs_file_is_config_init,
    'is_quick_import': _common_is_quick_import,
    'cmk_id': _common_cmk_id,
    'hw_firmware_type': _from_obs_file_obs_file_hw_firmware_type,
    'architecture': _from_obs_file_obs_file_architecture,
    'min_ram': _common_min_ram,
    'max_ram': _common_max_ram,
    'tags': _common_tags,
    'image_tags': _common_image_tags,
    'enterprise_project_id': _common_enterprise_project_id,
    'data_images': _from_obs_file_obs_file_data_images,
}

def _from_obs_file_iso_file_image_url_pattern(v):
    global _from_obs_file_iso_file_image_url_pattern
    _from_obs_file_iso_file_image_url_pattern = re.compile('\\.[iI][sS][oO]$(?!\\n)').search
    return _from_obs_file_iso_file_image_url_pattern(v)

def _from_obs_file_iso_file_image_url(v):
    return type(v) is str and _from_obs_file_iso_file_image_url_pattern(v) is not None

def _from_obs_file_iso_file(v):
    return (type(v) is not dict or (('image_url' not in v or _from_obs_file_iso_file_image_url(v['image_url'])))) and (type(v) is not dict or ('image_url' in v))

def _from_obs_file_iso_import_1_type(v):
    return (type(v) is str and v in ('IsoImage',))

def _from_obs_file_iso_import_1(v):
    return (type(v) is not dict or (('type' not in v or _from_obs_file_iso_import_1_type(v['type'])))) and (type(v) is not dict or ('type' in v))

def _from_obs_file_iso_import(v):
    return (_from_obs_file_iso_file(v) or _from_obs_file_iso_import_1(v))

def _from_obs_file_os_version_needed_then_os_version_pattern(v):
    global _from_obs_file_os_version_needed_then_os_version_pattern
    _from_obs_file_os_version_needed_then_os_version_pattern = re.compile('\\S').search
    return _from_obs_file_os_version_needed_then_os_version_pattern(v)

def _from_obs_file_os_version_needed_then_os_version(v):
    return type(v) is str and _from_obs_file_os_version_needed_then_os_version_pattern(v) is not None

def _from_obs_file_os_version_needed_then(v):
    return (type(v) is not dict or ('os_version' in v)) and (type(v) is not dict or (('os_version' not in v or _from_obs_file_os_version_needed_then_os_version(v['os_version']))))

def _from_obs_file_os_version_needed_else_if_is_quick_import(v):
    return (v is True)

def _from_obs_file_os_version_needed_else_if(v):
    return (type(v) is not dict or (('is_quick_import' not in v or _from_obs_file_os_version_needed_else_if_is_quick_import(v['is_quick_import'])))) and (type(v) is not dict or ('is_quick_import' in v))

def _from_obs_file_os_version_needed_else_then_os_version_pattern(v):
    global _from_obs_file_os_version_needed_else_then_os_version_pattern
    _from_obs_file_os_version_needed_else_then_os_version_pattern = re.compile('\\S').search
    return _from_obs_file_os_version_needed_else_then_os_version_pattern(v)

def _from_obs_file_os_version_needed_else_then_os_version(v):
    return type(v) is str and _from_obs_file_os_version_needed_else_then_os_version_pattern(v) is not None

def _from_obs_file_os_version_needed_else_then(v):
    return (type(v) is not dict or ('os_version' in v)) and (type(v) is not dict or (('os_version' not in v or _from_obs_file_os_version_needed_else_then_os_version(v['os_version']))))

def _from_obs_file_os_version_needed_else(v):
    return (_from_obs_file_os_version_needed_else_then(v) if _from_obs_file_os_version_needed_else_if(v) else True)

def _from_obs_file_os_version_needed(v):
    return (_from_obs_file_os_version_needed_then(v) if _from_obs_file_iso_import(v) else _from_obs_file_os_version_needed_else(v))

def _from_obs_file_iso_type_then_type(v):
    return type(v) is str and (type(v) is str and v in ('IsoImage',))

def _from_obs_file_iso_type_then(v):
    return (type(v) is not dict or ('type' in v)) and (type(v) is not dict or (('type' not in v or _from_obs_file_iso_type_then_type(v['type']))))

def _from_obs_file_iso_type_else_if_image_url_pattern(v):
    global _from_obs_file_iso_type_else_if_image_url_pattern
    _from_obs_file_iso_type_else_if_image_url_pattern = re.compile('\\.([vV][hH][dD][xX]?|[vV][mM][dD][kK]|[qQ][cC][oO][wW]2?|[vV][dD][iI]|[qQ][eE][dD]|[zZ][vV][hH][dD]2?|[rR][aA][wW])$(?!\\n)').search
    return _from_obs_file_iso_type_else_if_image_url_pattern(v)

def _from_obs_file_iso_type_else_if_image_url(v):
    return type(v) is str and _from_obs_file_iso_type_else_if_image_url_pattern(v) is not None

def _from_obs_file_iso_type_else_if(v):
    return (type(v) is not dict or (('image_url' not in v or _from_obs_file_iso_type_else_if_image_url(v['image_url'])))) and (type(v) is not dict or ('image_url' in v))

def _from_obs_file_iso_type_else_then_type(v):
    return type(v) is str and (type(v) is str and v in ('ECS', 'FusionCompute', 'BMS', 'Ironic'))

def _from_obs_file_iso_type_else_then(v):
    return (type(v) is not dict or (('type' not in v or _from_obs_file_iso_type_else_then_type(v['type']))))

def _from_obs_file_iso_type_else(v):
    return (_from_obs_file_iso_type_else_then(v) if _from_obs_file_iso_type_else_if(v) else True)

def _from_obs_file_iso_type(v):
    return (_from_obs_file_iso_type_then(v) if _from_obs_file_iso_file(v) else _from_obs_file_iso_type_else(v))

def _from_obs_file_quick_iso_if_type(v):
    return (type(v) is str and v in ('IsoImage',))

def _from_obs_file_quick_iso_if_is_quick_import(v):
    return (v is True)

def _from_obs_file_quick_iso_if_image_url_pattern(v):
    global _from_obs_file_quick_iso_if_image_url_pattern
    _from_obs_file_quick_iso_if_image_url_pattern = re.compile('^(?!.*\\.([vV][hH][dD][xX]?|[vV][mM][dD][kK]|[qQ][cC][oO][wW]2?|[vV][dD][iI]|[qQ][eE][dD]|[zZ][vV][hH][dD]2?|[rR][aA][wW]|[iI][sS][oO])$(?!\\n))').search
    return _from_obs_file_quick_iso_if_image_url_pattern(v)

def _from_obs_file_quick_iso_if_image_url(v):
    return type(v) is str and _from_obs_file_quick_iso_if_image_url_pattern(v) is not None

def _from_obs_file_quick_iso_if(v):
    return (type(v) is not dict or (('type' not in v or _from_obs_file_quick_iso_if_type(v['type'])) and ('is_quick_import' not in v or _from_obs_file_quick_iso_if_is_quick_import(v['is_quick_import'])) and ('image_url' not in v or _from_obs_file_quick_iso_if_image_url(v['image_url'])))) and (type(v) is not dict or ('type' in v and 'is_quick_import' in v and 'image_url' in v))

def _from_obs_file_quick_iso_then_is_quick_import(v):
    return (v is False)

def _from_obs_file_quick_iso_then(v):
    return (type(v) is not dict or (('is_quick_import' not in v or _from_obs_file_quick_iso_then_is_quick_import(v['is_quick_import']))))

def _from_obs_file_quick_iso(v):
    return (_from_obs_file_quick_iso_then(v) if _from_obs_file_quick_iso_if(v) else True)

def _from_obs_file_linux_version_if_os_type(v):
    return (type(v) is str and v in ('Linux',))

def _from_obs_file_linux_version_if(v):
    return (type(v) is not dict or (('os_type' not in v or _from_obs_file_linux_version_if_os_type(v['os_type'])))) and (type(v) is not dict or ('os_type' in v))

def _from_obs_file_linux_version_then_os_version_pattern(v):
    global _from_obs_file_linux_version_then_os_version_pattern
    _from_obs_file_linux_version_then_os_version_pattern = re.compile('^(?!\\s*(\\S+\\s+)?([oO][tT][hH][eE][rR]_)?[wW][iI][nN][dD][oO][wW][sS])').search
    return _from_obs_file_linux_version_then_os_version_pattern(v)

def _from_obs_file_linux_version_then_os_version(v):
    return (type(v) is not str or (_from_obs_file_linux_version_then_os_version_pattern(v) is not None))

def _from_obs_file_linux_version_then(v):
    return (type(v) is not dict or (('os_version' not in v or _from_obs_file_linux_version_then_os_version(v['os_version']))))

def _from_obs_file_linux_version(v):
    return (_from_obs_file_linux_version_then(v) if _from_obs_file_linux_version_if(v) else True)

def _from_obs_file_windows_version_if_os_type(v):
    return (type(v) is str and v in ('Windows',))

def _from_obs_file_windows_version_if(v):
    return (type(v) is not dict or (('os_type' not in v or _from_obs_file_windows_version_if_os_type(v['os_type'])))) and (type(v) is not dict or ('os_type' in v))

def _from_obs_file_windows_version_then_os_version_pattern(v):
    global _from_obs_file_windows_version_then_os_version_pattern
    _from_obs_file_windows_version_then_os_version_pattern = re.compile('^(?!(?!.*[wW][iI][nN][dD][oO][wW][sS])\\s*(\\S+\\s+){0,2}([oO][tT][hH][eE][rR]_)?([rR][eE][dD] [hH][aA][tT]|[lL][iI][nN][uU][xX]|[sS][uU][sS][eE]|[oO][pP][eE][nN][sS][uU][sS][eE]|[sS][lL][eE][sS]|[rR][eE][dD][hH][aA][tT]|[rR][hH][eE][lL]|[uU][bB][uU][nN][tT][uU]|[cC][eE][nN][tT][oO][sS]|[dD][eE][bB][iI][aA][nN]|[fF][eE][dD][oO][rR][aA]|[oO][pP][eE][nN][eE][uU][lL][eE][rR]|[eE][uU][lL][eE][rR][oO][sS]|[hH][cC][eE]|[cC][oO][rR][eE][oO][sS]|[fF][lL][aA][tT][cC][aA][rR]|[oO][rR][aA][cC][lL][eE]|[rR][oO][cC][kK][yY]|[aA][lL][mM][aA][lL][iI][nN][uU][xX]|[nN][eE][oO][kK][yY][lL][iI][nN]|[kK][yY][lL][iI][nN]|[aA][nN][oO][lL][iI][sS]|[fF][rR][eE][eE][bB][sS][dD]|[oO][pP][eE][nN][bB][sS][dD]|[nN][eE][tT][bB][sS][dD]|[uU][oO][sS]|[uU][nN][iI][oO][nN][tT][eE][cC][hH]|[dD][eE][eE][pP][iI][nN]|[gG][eE][nN][tT][oO][oO]|[aA][rR][cC][hH][lL][iI][nN][uU][xX]|[aA][lL][pP][iI][nN][eE]|[kK][aA][lL][iI]|[aA][sS][iI][aA][nN][uU][xX]|[pP][hH][oO][tT][oO][nN]|[cC][lL][oO][uU][dD][lL][iI][nN][uU][xX]|[tT][uU][rR][bB][oO][lL][iI][nN][uU][xX]|[iI][sS][oO][fF][tT]|[mM][iI][nN][tT]))').search
    return _from_obs_file_windows_version_then_os_version_pattern(v)

def _from_obs_file_windows_version_then_os_version(v):
    return (type(v) is not str or (_from_obs_file_windows_version_then_os_version_pattern(v) is not None))

def _from_obs_file_windows_version_then(v):
    return (type(v) is not dict or (('os_version' not in v or _from_obs_file_windows_version_then_os_version(v['os_version']))))

def _from_obs_file_windows_version(v):
    return (_from_obs_file_windows_version_then(v) if _from_obs_file_windows_version_if(v) else True)

def _from_obs_file_arm_boot_if_architecture(v):
    return (type(v) is str and v in ('arm',))

def _from_obs_file_arm_boot_if(v):
    return (type(v) is not dict or (('architecture' not in v or _from_obs_file_arm_boot_if_architecture(v['architecture'])))) and (type(v) is not dict or ('architecture' in v))

def _from_obs_file_arm_boot_then_hw_firmware_type(v):
    return type(v) is str and (type(v) is str and v in ('uefi',))

def _from_obs_file_arm_boot_then(v):
    return (type(v) is not dict or (('hw_firmware_type' not in v or _from_obs_file_arm_boot_then_hw_firmware_type(v['hw_firmware_type']))))

def _from_obs_file_arm_boot(v):
    return (_from_obs_file_arm_boot_then(v) if _from_obs_file_arm_boot_if(v) else True)

def _from_obs_file_obs_file(v):
    if not (type(v) is dict):
        return False
    if not ('name' in v):
        return False
    if not ('image_url' in v):
        return False
    if not ('min_disk' in v):
        return False
    for key, value in v.items():
        check = _FROM_OBS_FILE_OBS_FILE.get(key)
        if check is None or not check(value):
            return False
    return (_common_tags_or_image_tags(v) and _common_quick_import_file(v) and _from_obs_file_os_version_needed(v) and _from_obs_file_iso_type(v) and _from_obs_file_quick_iso(v) and _from_obs_file_linux_version(v) and _from_obs_file_windows_version(v) and _from_obs_file_arm_boot(v))

def accepts_else_else_if(v):
    return (type(v) is not dict or ('volume_id' in v))

def _common_volume_id_pattern(v):
    global _common_volume_id_pattern
    _common_volume_id_pattern = re.compile('^\\S*$(?!\\n)').search
    return _common_volume_id_pattern(v)

def _common_volume_id(v):
    return type(v) is str and len(v) >= 1 and _common_volume_id_pattern(v) is not None

def _from_data_disk_data_disk_os_version_pattern(v):
    global _from_data_disk_data_disk_os_version_pattern
    _from_data_disk_data_disk_os_version_pattern = re.compile('\\S').search
    return _from_data_disk_data_disk_os_version_pattern(v)

def _from_data_disk_data_disk_os_version(v):
    return type(v) is str and (_common_os_version_values(v)) and _from_data_disk_data_disk_os_version_pattern(v) is not None

def _from_data_disk_data_disk_type(v):
    return type(v) is str and (type(v) is str and v in ('ECS', 'BMS', 'FusionCompute', 'Ironic'))

def _from_data_disk_data_disk_data_images(v):
    return type(v) is list and len(v) <= 0

_FROM_DATA_DISK_DATA_DISK = {
    '$schema': _common_schema_key,
    'name': _common_name,
    'volume_id': _common_volume_id,
    'os_version': _from_data_disk_data_disk_os_version,
    'type': _from_data_disk_data_disk_type,
    'description': _common_description,
    'min_ram': _common_min_ram,
    'max_ram': _common_max_ram,
    'tags': _common_tags,
    'image_tags': _common_image_tags,
    'enterprise_project_id': _common_enterprise_project_id,
    'data_images': _from_data_disk_data_disk_data_images,
}

def _from_data_disk_data_disk(v):
    if not (type(v) is dict):
        return False
    if not ('name' in v):
        return False
    if not ('volume_id' in v):
        return False
    if not ('os_version' in v):
        return False
    for key, value in v.items():
        check = _FROM_DATA_DISK_DATA_DISK.get(key)
        if check is None or not check(value):
            return False
    return (_common_tags_or_image_tags(v))

def accepts_else_else_else_if(v):
    return (type(v) is not dict or ('data_images' in v))

_FROM_ECS_DATA_IMAGE = {
    'name': _common_name,
    'volume_id': _common_volume_id,
    'description': _common_description,
    'tags': _common_tags,
    'image_tags': _common_image_tags,
}

def _from_ecs_data_image(v):
    if not (type(v) is dict):
        return False
    if not ('name' in v):
        return False
    if not ('volume_id' in v):
        return False
    for key, value in v.items():
        check = _FROM_ECS_DATA_IMAGE.get(key)
        if check is None or not check(value):
            return False
    return (_common_tags_or_image_tags(v))

def _from_ecs_data_images(v):
    return type(v) is list and len(v) >= 1 and all(map(_from_ecs_data_image, v))

def _from_ecs_ecs_data_disks_name(v):
    return type(v) is str

def _from_ecs_ecs_data_disks_description(v):
    return type(v) is str

def _from_ecs_ecs_data_disks_tags(v):
    return type(v) is list

def _from_ecs_ecs_data_disks_image_tags(v):
    return type(v) is list

_FROM_ECS_ECS_DATA_DISKS = {
    '$schema': _common_schema_key,
    'data_images': _from_ecs_data_images,
    'enterprise_project_id': _common_enterprise_project_id,
    'min_ram': _common_min_ram,
    'max_ram': _common_max_ram,
    'name': _from_ecs_ecs_data_disks_name,
    'description': _from_ecs_ecs_data_disks_description,
    'tags': _from_ecs_ecs_data_disks_tags,
    'image_tags': _from_ecs_ecs_data_disks_image_tags,
}

def _from_ecs_ecs_data_disks(v):
    if not (type(v) is dict):
        return False
    if not ('data_images' in v):
        return False
    for key, value in v.items():
        check = _FROM_ECS_ECS_DATA_DISKS.get(key)
        if check is None or not check(value):
            return False
    return True

def _create_image_no_source_name(v):
    return True

def _create_image_no_source_description(v):
    return True

def _create_image_no_source_os_type(v):
    return True

def _create_image_no_source_os_version(v):
    return True

def _create_image_no_source_min_disk(v):
    return True

def _create_image_no_source_is_config(v):
    return True

def _create_image_no_source_cmk_id(v):
    return True

def _create_image_no_source_tags(v):
    return True

def _create_image_no_source_image_tags(v):
    return True

def _create_image_no_source_type(v):
    return True

def _create_image_no_source_enterprise_project_id(v):
    return True

def _create_image_no_source_min_ram(v):
    return True

def _create_image_no_source_max_ram(v):
    return True

def _create_image_no_source_is_quick_import(v):
    return True

def _create_image_no_source_hw_firmware_type(v):
    return True

def _create_image_no_source_architecture(v):
    return True

def _create_image_no_source(v):
    return (type(v) is str and v in ('a request with instance_id, data_images, image_url or volume_id',)) and (type(v) is not dict or (('$schema' not in v or _common_schema_key(v['$schema'])) and ('instance_id' not in v or _common_instance_id(v['instance_id'])) and ('image_url' not in v or _common_image_url(v['image_url'])) and ('volume_id' not in v or _common_volume_id(v['volume_id'])) and ('data_images' not in v or _from_ecs_data_images(v['data_images'])) and ('name' not in v or _create_image_no_source_name(v['name'])) and ('description' not in v or _create_image_no_source_description(v['description'])) and ('os_type' not in v or _create_image_no_source_os_type(v['os_type'])) and ('os_version' not in v or _create_image_no_source_os_version(v['os_version'])) and ('min_disk' not in v or _create_image_no_source_min_disk(v['min_disk'])) and ('is_config' not in v or _create_image_no_source_is_config(v['is_config'])) and ('cmk_id' not in v or _create_image_no_source_cmk_id(v['cmk_id'])) and ('tags' not in v or _create_image_no_source_tags(v['tags'])) and ('image_tags' not in v or _create_image_no_source_image_tags(v['image_tags'])) and ('type' not in v or _create_image_no_source_type(v['type'])) and ('enterprise_project_id' not in v or _create_image_no_source_enterprise_project_id(v['enterprise_project_id'])) and ('min_ram' not in v or _create_image_no_source_min_ram(v['min_ram'])) and ('max_ram' not in v or _create_image_no_source_max_ram(v['max_ram'])) and ('is_quick_import' not in v or _create_image_no_source_is_quick_import(v['is_quick_import'])) and ('hw_firmware_type' not in v or _create_image_no_source_hw_firmware_type(v['hw_firmware_type'])) and ('architecture' not in v or _create_image_no_source_architecture(v['architecture']))))

def accepts_else_else_else(v):
    return (_from_ecs_ecs_data_disks(v) if accepts_else_else_else_if(v) else _create_image_no_source(v))

def accepts_else_else(v):
    return (_from_data_disk_data_disk(v) if accepts_else_else_if(v) else accepts_else_else_else(v))

def accepts_else(v):
    return (_from_obs_file_obs_file(v) if accepts_else_if(v) else accepts_else_else(v))

def accepts(v: Any) -> bool:
    return type(v) is dict and (_from_ecs_ecs(v) if accepts_if(v) else accepts_else(v))

PARTS: dict[str, Any] = {
    'common.cmk_id': _common_cmk_id,
    'common.description': _common_description,
    'common.enterprise_project_id': _common_enterprise_project_id,
    'common.image_tags': _common_image_tags,
    'common.image_url': _common_image_url,
    'common.instance_id': _common_instance_id,
    'common.is_quick_import': _common_is_quick_import,
    'common.max_ram': _common_max_ram,
    'common.min_ram': _common_min_ram,
    'common.name': _common_name,
    'common.os_version': _common_os_version,
    'common.quick-import-file': _common_quick_import_file,
    'common.schema-key': _common_schema_key,
    'common.tags': _common_tags,
    'common.tags-or-image-tags': _common_tags_or_image_tags,
    'common.volume_id': _common_volume_id,
    'create-image.no-source': _create_image_no_source,
    'from-data-disk.data-disk': _from_data_disk_data_disk,
    'from-ecs.data-image': _from_ecs_data_image,
    'from-ecs.data-images': _from_ecs_data_images,
    'from-ecs.ecs': _from_ecs_ecs,
    'from-ecs.ecs-data-disks': _from_ecs_ecs_data_disks,
    'from-obs-file.arm-boot': _from_obs_file_arm_boot,
    'from-obs-file.data-image': _from_obs_file_data_image,
    'from-obs-file.iso-file': _from_obs_file_iso_file,
    'from-obs-file.iso-import': _from_obs_file_iso_import,
    'from-obs-file.iso-type': _from_obs_file_iso_type,
    'from-obs-file.linux-version': _from_obs_file_linux_version,
    'from-obs-file.obs-file': _from_obs_file_obs_file,
    'from-obs-file.os-version-needed': _from_obs_file_os_version_needed,
    'from-obs-file.quick-iso': _from_obs_file_quick_iso,
    'from-obs-file.windows-version': _from_obs_file_windows_version,
}
