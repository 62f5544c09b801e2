"""Create the plain corpus: simple requests, all in the same style."""

import json
import random
import re
import uuid
from collections.abc import Iterator

Request = dict[str, object]

PLAIN_SCALAR = re.compile(r"[A-Za-z][\w.-]*([ :][\w./-]+)*|[0-9a-f]{8}(-[0-9a-f]{4,12}){4}", re.ASCII)
LINUX = ["CentOS 7.0 64bit", "SUSE Linux Enterprise Server 15 64bit", "Oracle Linux Server release 7.6 64bit"]
WINDOWS = ["Windows Server 2016 Standard 64bit", "Windows Server 2012 R2 Standard 64bit", "Windows 10 64bit"]
FORMATS = ["qcow2", "vmdk", "vhd", "raw", "zvhd2"]
TAG_KEYS = ["stage", "team", "owner", "cost-center"]


def make_request(rng: random.Random, number: int) -> Request:
    """A valid request with one of the four sources; OBS image files, with the most parameters, are most frequent."""
    sources = [from_ecs, from_obs_file, from_data_disk, from_data_disks_of_ecs]
    [source] = rng.choices(sources, weights=[30, 50, 10, 10])
    request = source(rng, number)
    if rng.random() < 0.3:
        request["enterprise_project_id"] = rng.choice(["0", make_id(rng)])
    if rng.random() < 0.5:
        request["min_ram"] = rng.choice([1024, 2048, 4096])
        request["max_ram"] = rng.choice([0, 8192, 65536])
    return request


def from_ecs(rng: random.Random, number: int) -> Request:
    """The system disk of an ECS."""
    return {
        "name": f"ecs-image-{number:05}",
        "description": f"Base image {number} of the web servers, taken each night",
        "instance_id": make_id(rng),
        **make_tags(rng),
    }


def from_obs_file(rng: random.Random, number: int) -> Request:
    """An image file in a bucket, sometimes with data disks."""
    folder = f"ims-images-{number % 7}:builds/{number:05}"
    os_type, versions = rng.choice([("Linux", LINUX), ("Windows", WINDOWS)])
    request: Request = {
        "name": f"obs-image-{number:05}",
        "description": f"Image {number}, built by the pipeline",
        "os_type": os_type,
        "os_version": rng.choice(versions),
        "image_url": f"{folder}/system.{rng.choice(FORMATS)}",
        "min_disk": rng.choice([40, 60, 100]),
        "type": rng.choice(["ECS", "FusionCompute", "BMS"]),
        "is_config": rng.random() < 0.5,
        **make_tags(rng),
    }
    if rng.random() < 0.1:
        request["data_images"] = [
            {"image_url": f"{folder}/data-{disk}.qcow2", "min_disk": 100 * disk} for disk in range(1, rng.randint(2, 4))
        ]
    return request


def from_data_disk(rng: random.Random, number: int) -> Request:
    """A data disk with an operating system."""
    return {
        "name": f"disk-image-{number:05}",
        "description": f"System {number} from its data disk",
        "volume_id": make_id(rng),
        "os_version": rng.choice(LINUX + WINDOWS),
        "type": rng.choice(["ECS", "BMS"]),
        **make_tags(rng),
    }


def from_data_disks_of_ecs(rng: random.Random, number: int) -> Request:
    """Data disks of an ECS."""
    return {
        "data_images": [
            {
                "name": f"data-image-{number:05}-{disk}",
                "description": f"Data disk {disk} of server {number}",
                "volume_id": make_id(rng),
                **make_tags(rng),
            }
            for disk in range(rng.randint(1, 2))
        ]
    }


def make_id(rng: random.Random) -> str:
    """A UUID."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def name_part(_: int) -> str:
    """The part of a file name that declares the operation: an empty string, because all requests are for `image`."""
    return ""


def make_tags(rng: random.Random) -> Request:
    """Up to two tags, in tags or image_tags."""
    keys = rng.sample(TAG_KEYS, rng.randint(0, 2))
    if not keys:
        return {}
    if rng.random() < 0.5:
        return {"tags": [f"{key}.value-{rng.randint(1, 99)}" for key in keys]}
    return {"image_tags": [{"key": key, "value": f"value {rng.randint(1, 99)}"} for key in keys]}


def to_json(request: Request, _: random.Random, __: int) -> str:
    """The request as JSON, always in the same style."""
    return json.dumps(request, indent=2) + "\n"


def to_yaml(request: Request, rng: random.Random, _: int) -> str:
    """The request as YAML: mostly plain, sometimes with quotes or with a comment at the top."""
    quoted = rng.random() < 0.25
    heading = rng.choice(["", "", "---\n", "# Sent by the nightly pipeline.\n"])
    return heading + "\n".join(yaml_lines(request, "", quoted)) + "\n"


def yaml_lines(value: object, indent: str, quoted: bool) -> Iterator[str]:
    """The lines of an object or a list in block style."""
    if isinstance(value, dict):
        for key, child in value.items():
            if isinstance(child, (dict, list)):
                yield f"{indent}{key}:"
                yield from yaml_lines(child, indent + "  ", quoted)
            else:
                yield f"{indent}{key}: {yaml_scalar(child, quoted)}"
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                first, *rest = yaml_lines(item, indent + "  ", quoted)
                yield f"{indent}- {first.lstrip()}"
                yield from rest
            else:
                yield f"{indent}- {yaml_scalar(item, quoted)}"


def yaml_scalar(value: object, quoted: bool) -> str:
    """A scalar, in quotes if the style of the file or the value requires them."""
    if isinstance(value, str) and not quoted and PLAIN_SCALAR.fullmatch(value):
        return value
    return json.dumps(value)
