// Judges values as ajv does. Reads {schemas, entry, keywords, values} from standard input; writes
// {errors, warnings} to standard output: the errors of each value, and what strict mode says of the schemas.
import { Ajv } from "ajv";
import { readFileSync } from "node:fs";

const { schemas, entry, keywords, values } = JSON.parse(readFileSync(0, "utf8"));
const warnings = [];
const warn = (message) => warnings.push(String(message));
const ajv = new Ajv({
  strict: true,
  strictTypes: false, // a type stands once, beside the parameter, not beside every condition on it
  allErrors: true,
  logger: { log: warn, warn, error: warn },
});
keywords.forEach((keyword) => ajv.addKeyword(keyword));
schemas.forEach((schema) => ajv.addSchema(schema));
const validate = ajv.getSchema(entry);

const errors = values.map((value) => {
  validate(value);
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
});
process.stdout.write(JSON.stringify({ errors, warnings }));
