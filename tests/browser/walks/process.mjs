// process.mjs: process pictures: every item's BPMN is good by the OMG's schema and by bpmn-moddle, bpmn-js shows it whole; the drawings on the pages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { validateXML } from 'xmllint-wasm';
import { apply, HEALTH, track } from './citizen.mjs';
import { axe, check, has, look, person, shot, visitor } from './hall.mjs';

const require = createRequire(import.meta.url), bpmnJs = join(dirname(require.resolve('bpmn-js/package.json')), 'dist');
const modules = join(dirname(require.resolve('bpmn-js/package.json')), '..'), schemas = join(modules, 'bpmn-moddle/resources/bpmn/xsd');
const xsd = name => ({ fileName: name, contents: readFileSync(join(schemas, name), 'utf8') });

async function allItems(hall) {
  const codes = [];
  for (let next = '/api/v1/items?limit=100'; next;) {
    const page = await (await fetch(hall.url.replace(/\/$/, '') + next)).json();
    codes.push(...page.items.map(item => item.code));
    next = page.next;
  }
  return codes;
}

async function schemaGood(files) {
  const wrong = [];
  for (let at = 0; at < files.length; at += 40) {
    const result = await validateXML({ xml: files.slice(at, at + 40).map(file => ({ fileName: file.code + '.bpmn', contents: file.xml })), schema: [xsd('BPMN20.xsd')],
      preload: ['BPMNDI.xsd', 'DC.xsd', 'DI.xsd', 'Semantic.xsd'].map(xsd) });
    if (!result.valid) wrong.push(...result.errors.slice(0, 5).map(error => error.rawMessage || error.message));
  }
  return wrong;
}

/* Every lane's nodes exist, every flow leads somewhere, everything drawn is something and everything is drawn. */
async function modelGood(file) {
  const { rootElement, elementsById, references, warnings } = await new BpmnModdle().fromXML(file.xml);
  if (warnings.length) return warnings[0].message;
  const lost = references.filter(reference => !elementsById[reference.id]);
  if (lost.length) return 'refers to nothing: ' + lost[0].id;
  const process = rootElement.rootElements.find(element => element.$type === 'bpmn:Process');
  const drawn = new Set(rootElement.diagrams[0].plane.planeElement.map(shape => shape.bpmnElement.id));
  const inside = elements => elements.flatMap(element => [element, ...inside(element.flowElements || [])]);
  const elements = inside(process.flowElements), bare = elements.filter(element => !drawn.has(element.id));
  if (bare.length) return 'not drawn: ' + bare[0].id;
  const inLane = process.laneSets[0].lanes.flatMap(lane => lane.flowNodeRef.map(node => node.id));
  const free = process.flowElements.filter(element => element.$type !== 'bpmn:SequenceFlow' && inLane.filter(id => id === element.id).length !== 1);
  if (free.length) return 'in no lane, or in two: ' + free[0].id;
  return '';
}

/* The viewer by itself, outside the hall: what another tool makes of the file. */
async function viewer(browser) {
  const page = await browser.newPage({ viewport: { width: 2000, height: 900 } });
  await page.setContent('<div id="canvas" style="width:1980px;height:880px"></div>');
  await page.addStyleTag({ path: join(bpmnJs, 'assets/diagram-js.css') });
  await page.addScriptTag({ path: join(bpmnJs, 'bpmn-viewer.production.min.js') });
  await page.evaluate(() => { window.viewer = new window.BpmnJS({ container: '#canvas' }); });
  return page;
}

const shown = (page, xml) => page.evaluate(async text => {
  const { warnings } = await window.viewer.importXML(text);
  window.viewer.get('canvas').zoom('fit-viewport');
  const all = window.viewer.get('elementRegistry').getAll().filter(element => element.type !== 'label');
  return { warnings: warnings.map(warning => warning.message), ids: all.map(element => element.id), boxes: document.querySelectorAll('.djs-shape').length };
}, xml);

async function opens(page, file, name) {
  const got = await shown(page, file.xml).catch(error => ({ warnings: [error.message], ids: [], boxes: 0 }));
  const wanted = [...file.xml.matchAll(/bpmnElement="([^"]+)"/g)].map(found => found[1]).filter(id => id !== 'collaboration');
  const missing = wanted.filter(id => !got.ids.includes(id));
  check(`bpmn-js shows ${name} without a warning`, got.warnings.length === 0, got.warnings.join('\n'));
  check(`bpmn-js shows all ${wanted.length} elements of ${name}`, wanted.length > 40 && missing.length === 0 && got.boxes > 20, missing.join(' '));
}

async function files(browser, hall) {
  const codes = await allItems(hall), base = hall.url.replace(/\/$/, '');
  check('process: 229 items', codes.length === 229, codes.length);
  const all = [], wrongModels = [];
  for (const code of codes) {
    const answer = await fetch(`${base}/items/${code}/process.bpmn`), xml = await answer.text();
    if (answer.status !== 200 || !/bpmn\+xml/.test(answer.headers.get('content-type'))) wrongModels.push(`${code}: ${answer.status}`);
    all.push({ code, xml });
  }
  const wrong = await schemaGood(all);
  check('process: every item is good by BPMN20.xsd', wrong.length === 0, wrong.slice(0, 5).join('\n'));
  const broken = await schemaGood([{ code: 'broken', xml: all[0].xml.replace('<laneSet', '<lanes').replace('</laneSet', '</lanes') }]);
  check('process: the schema check finds a file that is broken', broken.length > 0);
  /* items alike in kind give the same picture: one of each shape in the viewer */
  const shapes = new Map(all.map(file => [[...file.xml.matchAll(/<dc:Bounds[^>]*>/g)].join(), file]));
  check('process: several shapes of process', shapes.size >= 6, shapes.size);
  for (const file of shapes.values()) {
    const fault = await modelGood(file).catch(error => error.message);
    if (fault) wrongModels.push(`${file.code}: ${fault}`);
  }
  check('process: every item answers; bpmn-moddle reads every shape without a warning, and everything is drawn', wrongModels.length === 0, wrongModels.slice(0, 5).join('\n'));
  const page = await viewer(browser);
  for (const file of shapes.values()) await opens(page, file, 'item ' + file.code);
  await page.close();
}

async function ofCase(browser, hall) {
  const me = await visitor(browser, hall);
  const kase = await apply(me, HEALTH, person('吴流程'));
  await track(me, kase);
  const text = await me.text('[aria-labelledby=c-process]');
  has('process: the applicant reads where her case stands', text, /已收件待受理/);
  check('process: one place is where it stands', await me.page.locator('.yc-process svg .is-now').count() === 1 && await me.page.locator('.yc-process__list [aria-current=step]').count() === 1);
  check('process: the way walked is marked', await me.page.locator('.yc-process__flow--on').count() >= 2);
  await look(me, 'process: the case page');
  await axe(me, 'process: the case page');
  await me.page.locator('[aria-labelledby=c-process]').screenshot({ path: new URL('../shots/process-case.png', import.meta.url).pathname }).catch(() => {});
  const answer = await me.get(`/case/${kase.number}/process.bpmn`), xml = await answer.text();
  check('process: her case comes as a file', answer.status() === 200 && xml.includes('本办件现在此处'), xml.slice(0, 300));
  const wrong = await schemaGood([{ code: 'case', xml }]);
  check('process: the case is good by BPMN20.xsd', wrong.length === 0, wrong.join('\n'));
  const page = await viewer(browser);
  await opens(page, { xml }, 'a case');
  await page.close();
  await me.page.setViewportSize({ width: 360, height: 740 });
  await me.go('/items/' + HEALTH);
  check('process: on a phone the list is shown, not the drawing', await me.page.locator('.yc-process__list').isVisible() && !await me.page.locator('.yc-process__svg').isVisible());
  check('process: nothing is wider than the phone', await me.page.evaluate(() => document.documentElement.scrollWidth <= 360));
  await me.page.locator('.yc-process').screenshot({ path: new URL('../shots/process-phone.png', import.meta.url).pathname });
  await me.context.clearCookies();
  const stranger = await me.context.request.get(`/case/${kase.number}/process.bpmn`, { maxRedirects: 0 });
  check('process: a stranger does not get the file of a case', stranger.status() === 303, stranger.status());
  await me.page.setViewportSize({ width: 1280, height: 900 });
  await me.login('wang');
  await me.go('/desk/cases/' + kase.number);
  has('process: the officer sees where it stands', await me.text('[aria-labelledby=k-process]'), /现在/);
  check('process: and has the file', (await me.context.request.get(`/desk/cases/${kase.number}/process.bpmn`)).status() === 200);
  await shot(me, 'process-desk');
  await me.close();
}

export default async function (browser, hall) {
  await files(browser, hall);
  await ofCase(browser, hall);
}
