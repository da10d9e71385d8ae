interface Step {
  readonly id: string;
  readonly suppliers: readonly string[];
  next: number;
}

/**
 * Walks from nodes to all that feeds them, depth first and without recursion: chains may be thousands of nodes long.
 * Answers every node that was reached, suppliers before those they feed, as far as there is no circle.
 */
export function walk(roots: readonly string[], suppliersOf: (id: string) => readonly string[]): string[] {
  const order: string[] = [];
  const entered = new Set<string>();
  const path: Step[] = [];
  const enter = (id: string) => {
    if (entered.has(id)) return;
    entered.add(id);
    path.push({ id, suppliers: suppliersOf(id), next: 0 });
  };
  for (const root of roots) {
    enter(root);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const supplier = step.suppliers[step.next];
      step.next += 1;
      if (supplier !== undefined) {
        enter(supplier);
      } else {
        order.push(step.id);
        path.pop();
      }
    }
  }
  return order;
}
