// Reads every resource of the data package at an address: {problems of the package by its profile, rows by resource, errors}.
import Ajv from 'ajv';
import formats from 'ajv-formats';
import fs from 'node:fs';
import tableschema from 'tableschema';

const [address, profile] = process.argv.slice(2);
const descriptor = await (await fetch(address)).json();
const ajv = formats(new Ajv({ strict: false, allErrors: true }));
const validate = ajv.compile(JSON.parse(fs.readFileSync(profile, 'utf8')));
validate(descriptor);
const rows = {};
const errors = [];
for (const resource of descriptor.resources) {
  const text = await (await fetch(new URL(resource.path, address))).text();
  const file = `/tmp/${process.pid}-${resource.name}.csv`;
  fs.writeFileSync(file, text);
  try {
    const table = await tableschema.Table.load(file, { schema: { ...resource.schema, foreignKeys: undefined } });
    rows[resource.name] = await table.read({ keyed: true });
  } catch (error) {
    errors.push(`${resource.name}: ${error.message} ${(error.errors || []).map(String).join('; ')}`);
  }
  fs.unlinkSync(file);
}
console.log(JSON.stringify({ problems: validate.errors || [], rows, errors }));
