// schema.mjs: as much of JSON Schema 2020-12 as the API description uses. Gives a list of what is wrong; empty when all is well.
export function faults(document, schema, value, at = '') {
  if (schema.$ref) return faults(document, resolve(document, schema.$ref), value, at);
  if (schema.oneOf) {
    const good = schema.oneOf.filter(one => faults(document, one, value, at).length === 0).length;
    return good === 1 ? [] : [`${at}: ${good} of oneOf fit`];
  }
  const types = schema.type === undefined ? null : [].concat(schema.type);
  if (types && !types.some(type => isType(type, value))) return [`${at}: ${JSON.stringify(value)} is not ${types}`];
  const out = [];
  if (schema.enum && !schema.enum.includes(value)) out.push(`${at}: ${value} is not one of ${schema.enum}`);
  if (typeof value === 'string') {
    if (schema.format === 'date' && !/^\d{4}-\d\d-\d\d$/.test(value)) out.push(`${at}: ${value} is no date`);
    if (schema.format === 'date-time' && Number.isNaN(Date.parse(value))) out.push(`${at}: ${value} is no instant`);
    if (schema.pattern && !new RegExp(schema.pattern).test(value)) out.push(`${at}: ${value} does not match ${schema.pattern}`);
    if (schema.maxLength !== undefined && [...value].length > schema.maxLength) out.push(`${at}: too long`);
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) out.push(`${at}: ${value} < ${schema.minimum}`);
    if (schema.maximum !== undefined && value > schema.maximum) out.push(`${at}: ${value} > ${schema.maximum}`);
  }
  if (Array.isArray(value) && schema.items) value.forEach((one, i) => out.push(...faults(document, schema.items, one, `${at}/${i}`)));
  if (value && typeof value === 'object' && !Array.isArray(value) && schema.properties) {
    for (const name of schema.required ?? []) if (!(name in value)) out.push(`${at}/${name} is missing`);
    for (const [name, one] of Object.entries(value)) {
      if (schema.properties[name]) out.push(...faults(document, schema.properties[name], one, `${at}/${name}`));
      else if (schema.additionalProperties === false) out.push(`${at}/${name} is not known`);
    }
  }
  return out;
}

// The same, and every member that came must be described: what the server says and nobody wrote down is a fault too.
export function undescribed(document, schema, value, at = '') {
  if (schema.$ref) return undescribed(document, resolve(document, schema.$ref), value, at);
  if (Array.isArray(value)) return schema.items ? value.flatMap((one, i) => undescribed(document, schema.items, one, `${at}/${i}`)) : [];
  if (!value || typeof value !== 'object' || !schema.properties) return [];
  return Object.entries(value).flatMap(([name, one]) => schema.properties[name] ? undescribed(document, schema.properties[name], one, `${at}/${name}`) : [`${at}/${name}`]);
}

export function resolve(document, reference) {
  return reference.slice(2).split('/').reduce((node, name) => node?.[name], document) ?? (() => { throw new Error('dangling ' + reference); })();
}

function isType(type, value) {
  switch (type) {
    case 'null': return value === null;
    case 'integer': return Number.isInteger(value);
    case 'array': return Array.isArray(value);
    case 'object': return value !== null && typeof value === 'object' && !Array.isArray(value);
    default: return typeof value === type;
  }
}
