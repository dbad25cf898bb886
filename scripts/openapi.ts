import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { namedTypes } from '../src/http/openapi.ts';

const ROOT = join(import.meta.dirname, '..');
const API = join(ROOT, 'src/http/api.ts');
export const SCHEMA_FILE = join(ROOT, 'src/http/api-schemas.json');

type Schema = Record<string, unknown>;

/** The types of `api.ts` that the API's description names, as JSON Schema. Throws for a type that has no such shape. */
export function apiSchemas(): string {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, ROOT);
  const program = ts.createProgram([API], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(API);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${API} is no module`);
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
  const names = new Map([...exported].map(([name, symbol]) => [declared(checker, symbol), name]));
  const schemas: Record<string, Schema> = {};
  const wanted = namedTypes();
  for (const name of wanted) {
    const symbol = exported.get(name);
    if (!symbol) throw new Error(`api.ts exports no ${name}`);
    const named = (one: ts.Symbol | undefined): string | null => {
      const other = (one && names.get(one)) ?? null;
      if (other !== null && !wanted.includes(other)) wanted.push(other);
      return other;
    };
    const target = declared(checker, symbol);
    schemas[name] = new Reader(checker, named).schemaOf(checker.getDeclaredTypeOfSymbol(target), [name]);
  }
  return `${JSON.stringify(Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => a.localeCompare(b))), null, 2)}\n`;
}

function declared(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Reads types as JSON Schema; a type inside another one that has a name of its own is referred to by it. */
class Reader {
  readonly #checker: ts.TypeChecker;
  readonly #named: (symbol: ts.Symbol | undefined) => string | null;

  constructor(checker: ts.TypeChecker, named: (symbol: ts.Symbol | undefined) => string | null) {
    this.#checker = checker;
    this.#named = named;
  }

  /** `at`: the way to it, from a named type on. */
  schemaOf(type: ts.Type, at: readonly string[]): Schema {
    if (at.length > 12) throw new Error(`${at.join('.')} has no end`);
    const name = at.length > 1 ? (this.#named(type.aliasSymbol) ?? this.#named(type.symbol)) : null;
    if (name !== null) return { $ref: `#/components/schemas/${name}` };
    if (type.isUnion()) return this.#unionOf(type.types, at);
    if (isLiteral(type)) return { const: type.value };
    const { flags } = type;
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === 'true' };
    if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { type: 'string' };
    if (flags & ts.TypeFlags.Number) return { type: 'number' };
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    if (this.#checker.isTupleType(type)) return { type: 'array' };
    if (this.#checker.isArrayType(type)) {
      const [element] = this.#checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: element ? this.schemaOf(element, [...at, '[]']) : {} };
    }
    return this.#objectOf(type, at);
  }

  #unionOf(types: readonly ts.Type[], at: readonly string[]): Schema {
    const known = types.filter((type) => !(type.flags & ts.TypeFlags.Undefined));
    const literals = known.filter(isLiteral);
    const booleans = known.filter((type) => type.flags & ts.TypeFlags.BooleanLiteral);
    const others = known.filter((type) => !isLiteral(type) && !booleans.includes(type));
    const choices: Schema[] = [
      ...(literals.length > 0 ? [{ enum: literals.map(({ value }) => value).toSorted((a, b) => String(a).localeCompare(String(b))) }] : []),
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map((type) => this.schemaOf(type, at))),
      ...others.map((type) => this.schemaOf(type, at.length > 1 ? at : [...at, '|'])),
    ];
    return choices.length === 1 && choices[0] ? choices[0] : { anyOf: choices };
  }

  #objectOf(type: ts.Type, at: readonly string[]): Schema {
    const index = type.getStringIndexType();
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const schema = this.schemaOf(this.#checker.getTypeOfSymbol(property), [...at, property.name]);
      const comment = ts.displayPartsToString(property.getDocumentationComment(this.#checker));
      properties[property.name] = { ...schema, ...(comment !== '' && { description: comment }) };
      if ((property.flags & ts.SymbolFlags.Optional) === 0) required.push(property.name);
    }
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required: required.toSorted() }),
      ...(index && { additionalProperties: this.schemaOf(index, [...at, '*']) }),
    };
  }
}

function isLiteral(type: ts.Type): type is ts.StringLiteralType | ts.NumberLiteralType {
  return type.isStringLiteral() || type.isNumberLiteral();
}

if (process.argv[1] === import.meta.filename) writeFileSync(SCHEMA_FILE, apiSchemas());
