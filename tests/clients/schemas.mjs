// How many schemas of an OpenAPI description ajv compiles, strictly.
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fs from 'node:fs';

const api = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const ajv = formats(new Ajv({ strict: true, strictTypes: false, allErrors: true }));
ajv.addVocabulary(['components']);
ajv.addSchema({ $id: 'https://example.org/api', components: api.components });
const names = Object.keys(api.components.schemas);
for (const name of names) {
  ajv.compile({ $ref: `https://example.org/api#/components/schemas/${name}` });
}
console.log(names.length);
