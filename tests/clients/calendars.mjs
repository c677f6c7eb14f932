// What ical.js and node-ical see in a calendar (standard input): [uid, first day, day behind the last, summary, categories] of each event.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const text = readFileSync(0, "utf8");
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

async function icalJs() {
  const ICAL = (await import(require.resolve("ical.js"))).default;
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return [event.uid, event.startDate.toString(), event.endDate.toString(), event.summary, one.getFirstProperty("categories")?.getValues() ?? []];
  });
}

function nodeIcal() {
  return Object.values(require("node-ical").sync.parseICS(text))
    .filter((one) => one.type === "VEVENT")
    .map((one) => [one.uid, day(one.start), day(one.end), one.summary, one.categories ?? []]);
}

console.log(JSON.stringify({ "ical.js": await icalJs(), "node-ical": nodeIcal() }));
