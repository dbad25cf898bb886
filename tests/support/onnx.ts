/** Just enough of ONNX (its protocol buffers, onnx.proto3, IR version 8, opset 13) to write a tiny model by hand. */
type Dtype = 'float' | 'int64';
const TYPES: Readonly<Record<Dtype, number>> = { float: 1, int64: 7 };

interface Tensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: Dtype;
  readonly data: ArrayLike<number>;
}

/** A dimension that is a name may have any size. */
interface Value {
  readonly name: string;
  readonly type: Dtype;
  readonly dims: readonly (number | string)[];
}

interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number>>;
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly constants: readonly Tensor[];
  readonly nodes: readonly Node[];
  readonly metadata: Readonly<Record<string, string | number>>;
}

/** The file of a model that computes `graph`. */
export function onnx({ inputs, outputs, constants, nodes, metadata }: Graph): Buffer {
  const graph = Buffer.concat([
    many(1, nodes, node),
    bytes(2, 'tiny'),
    many(5, constants, tensor),
    many(11, inputs, value),
    many(12, outputs, value),
  ]);
  const properties = many(14, Object.entries(metadata), ([key, text]) => Buffer.concat([bytes(1, key), bytes(2, String(text))]));
  return Buffer.concat([int(1, 8), bytes(7, graph), bytes(8, int(2, 13)), properties]);
}

function tensor({ name, dims, type, data }: Tensor): Buffer {
  const raw = type === 'float' ? Float32Array.from(data).buffer : BigInt64Array.from(Array.from(data, BigInt)).buffer;
  return Buffer.concat([...dims.map((dim) => int(1, dim)), int(2, TYPES[type]), bytes(8, name), bytes(9, new Uint8Array(raw))]);
}

function value({ name, type, dims }: Value): Buffer {
  const shape = many(1, dims, (dim) => (typeof dim === 'number' ? int(1, dim) : bytes(2, dim)));
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, Buffer.concat([int(1, TYPES[type]), bytes(2, shape)])))]);
}

function node({ op, inputs, outputs, attributes = {} }: Node): Buffer {
  const attribute = ([name, one]: [string, number]): Buffer => Buffer.concat([bytes(1, name), int(3, one), int(20, 2)]);
  return Buffer.concat([
    ...inputs.map((one) => bytes(1, one)),
    ...outputs.map((one) => bytes(2, one)),
    bytes(4, op),
    many(5, Object.entries(attributes), attribute),
  ]);
}

function varint(number: number): Buffer {
  let rest = BigInt.asUintN(64, BigInt(number));
  const septets: number[] = [];
  do {
    const septet = Number(rest & 127n);
    rest >>= 7n;
    septets.push(rest > 0n ? septet | 128 : septet);
  } while (rest > 0n);
  return Buffer.from(septets);
}

function int(field: number, number: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(number)]);
}

function bytes(field: number, data: Uint8Array | string): Buffer {
  const content = typeof data === 'string' ? Buffer.from(data) : data;
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

function many<Item>(field: number, items: readonly Item[], write: (item: Item) => Buffer): Buffer {
  return Buffer.concat(items.map((item) => bytes(field, write(item))));
}
