/** What is broken: the `nth` use of one port's method, counted from 1. `reject`: its promise, where it returns one. */
export interface Sabotage {
  readonly use: string;
  readonly nth: number;
  readonly how: 'throw' | 'reject';
}

/** Stands before ports, counts how they are used, and makes one use fail. */
export class Saboteur {
  readonly uses = new Map<string, number>();
  readonly #wish: Sabotage | null;
  /** Who stands behind whom: some ports look into each other. */
  readonly #behind = new WeakMap<object, object>();
  struck = false;

  constructor(wish: Sabotage | null) {
    this.#wish = wish;
  }

  /** Counts a use. Throws when it is the one that shall fail. */
  use(name: string): void {
    const count = (this.uses.get(name) ?? 0) + 1;
    this.uses.set(name, count);
    if (this.#wish?.use !== name || this.#wish.nth !== count) return;
    this.struck = true;
    throw new Error('sabotage');
  }

  /** The same port; each call of a method is a use of `name.method`, and so is each look at a property with `looks`. */
  before<Port extends object>(name: string, port: Port, { looks = false, made = {} }: Behind = {}): Port {
    const proxy = new Proxy(port, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof key === 'symbol') return value;
        if (typeof value !== 'function') {
          if (looks) this.use(`${name}.${key}`);
          return value;
        }
        return (...args: unknown[]): unknown => {
          const run = (): unknown =>
            (value as (...all: unknown[]) => unknown).apply(
              target,
              args.map((arg) => (typeof arg === 'object' && arg !== null ? (this.#behind.get(arg) ?? arg) : arg)),
            );
          return this.#call(`${name}.${key}`, run, made[key]);
        };
      },
    });
    this.#behind.set(proxy, port);
    return proxy;
  }

  #call(use: string, run: () => unknown, made: string | undefined): unknown {
    try {
      this.use(use);
    } catch (error) {
      if (this.#wish?.how !== 'reject') throw error;
      const result = run();
      if (!(result instanceof Promise)) throw error;
      result.catch(() => {});
      return Promise.reject(error);
    }
    const result = run();
    return made !== undefined && typeof result === 'object' && result !== null ? this.before(made, result) : result;
  }
}

interface Behind {
  readonly looks?: boolean;
  /** What a method returns is a port too, of this name. */
  readonly made?: Readonly<Record<string, string>>;
}
