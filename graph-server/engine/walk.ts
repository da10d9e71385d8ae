/** What a walk found. */
export interface Walk {
  /** Every node that was reached, suppliers before those they feed. */
  readonly order: readonly string[];
  /** Nodes that feed each other in a circle, each circle in the direction of the data. */
  readonly cycles: readonly (readonly string[])[];
}

interface Step {
  readonly id: string;
  readonly suppliers: readonly string[];
  next: number;
}

/** Walks from nodes to all that feeds them, depth first and without recursion: chains may be thousands of nodes long. */
export function walk(roots: readonly string[], suppliersOf: (id: string) => readonly string[]): Walk {
  const [order, cycles]: [string[], string[][]] = [[], []];
  const isOpen = new Map<string, boolean>();
  const path: Step[] = [];
  const enter = (id: string) => {
    isOpen.set(id, true);
    path.push({ id, suppliers: suppliersOf(id), next: 0 });
  };
  for (const root of roots) {
    if (!isOpen.has(root)) enter(root);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const supplier = step.suppliers[step.next];
      step.next += 1;
      if (supplier === undefined) {
        isOpen.set(step.id, false);
        order.push(step.id);
        path.pop();
      } else if (isOpen.get(supplier) === true) {
        cycles.push(circle(path, supplier));
      } else if (!isOpen.has(supplier)) {
        enter(supplier);
      }
    }
  }
  return { order, cycles };
}

function circle(path: readonly Step[], from: string): string[] {
  return path
    .slice(path.findIndex(({ id }) => id === from))
    .map(({ id }) => id)
    .reverse();
}
