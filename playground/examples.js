// The examples to choose from; those of the rules follow when the linter has loaded.

import mistakes from "../tests/screenshot/web.ims.yaml";
import ecsDataDisks from "../tests/requests/ecs-data-disks-tags.ims.yaml";
import dataDisk from "../tests/requests/data-disk-tags.ims.yaml";
import dataimages from "../tests/requests/dataimages-tags.dataimages.ims.yaml";
import ecs from "../tests/requests/ecs-tags.ims.yaml";
import ecsJson from "../tests/requests/ecs-tags.ims.json";
import obsFile from "../tests/requests/obs-file-tags.ims.yaml";
import quickimportDataDisk from "../tests/requests/quickimport-data-disk-tags.quickimport.ims.yaml";
import quickimportSystemDisk from "../tests/requests/quickimport-system-disk-tags.quickimport.ims.yaml";
import backup from "../tests/requests/wholeimages-backup-tags.wholeimages.ims.yaml";
import wholeEcs from "../tests/requests/wholeimages-ecs-tags.wholeimages.ims.yaml";

const of = (operation, examples) =>
  Object.entries(examples).map(([title, text]) => ({ title, text, operation, group: "Requests" }));

export const EXAMPLES = [
  { title: "Several mistakes", text: mistakes, operation: "", group: "Typical mistakes" },
  ...of("image", {
    "System disk of an ECS": ecs,
    "System disk of an ECS (JSON)": ecsJson,
    "Data disks of an ECS": ecsDataDisks,
    "OBS image file": obsFile,
    "Data disk": dataDisk,
  }),
  ...of("quickimport", { "Quick import: system disk": quickimportSystemDisk, "Quick import: data disk": quickimportDataDisk }),
  ...of("wholeimages", { "Full-ECS image": wholeEcs, "Full-ECS image from a backup": backup }),
  ...of("dataimages", { "Data disk image from an OBS file": dataimages }),
];

/** The examples of the rules that are on. */
export function ofRules(rules) {
  return rules
    .filter((rule) => rule.example && rule.on_by_default && !rule.only_with_strict)
    .map((rule) => ({
      title: `${rule.code} ${rule.name}`,
      text: `${rule.example}\n`,
      operation: "",
      group: "Typical mistakes",
    }));
}
