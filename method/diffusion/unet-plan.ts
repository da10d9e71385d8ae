import type { UnetConfig, UnetLevel } from './unet-config.ts';

/** One unit of the way down: what leaves a skip behind. */
interface DownUnit {
  readonly kind: 'residual' | 'downsample';
  /** Its block: `down_blocks.<block>`. */
  readonly block: number;
  /** Its place among the block's residual layers. */
  readonly index: number;
  readonly level: UnetLevel;
  /** Channels that come in. */
  readonly from: number;
}

/** One unit of the way up: what takes a skip. */
interface UpUnit {
  /** Its block: `up_blocks.<block>`. */
  readonly block: number;
  readonly index: number;
  readonly level: UnetLevel;
  /** Channels that come from below, without those of the skip. */
  readonly from: number;
  /** How often height and width were halved on the way to its skip. */
  readonly halvings: number;
  /** Whether its block ends here and the picture is enlarged. */
  readonly enlarges: boolean;
}

/** The way down, outermost first; with the skip of `conv_in` it leaves as many skips as `upUnits` take. */
export function downUnits({ levels, layersPerBlock }: UnetConfig): DownUnit[] {
  let from = levels[0]?.channels ?? 0;
  return levels.flatMap((level, block) => {
    const units: DownUnit[] = Array.from({ length: layersPerBlock }, (_, index) => {
      const unit: DownUnit = { kind: 'residual', block, index, level, from };
      from = level.channels;
      return unit;
    });
    if (block < levels.length - 1) units.push({ kind: 'downsample', block, index: 0, level, from });
    return units;
  });
}

/** The way up, innermost first. */
export function upUnits({ levels, layersPerBlock }: UnetConfig): UpUnit[] {
  let from = levels.at(-1)?.channels ?? 0;
  return [...levels].reverse().flatMap((level, block) =>
    Array.from({ length: layersPerBlock + 1 }, (_, index) => {
      const ends = index === layersPerBlock;
      const halvings = levels.length - 1 - block;
      const unit: UpUnit = { block, index, level, from, halvings, enlarges: ends && halvings > 0 };
      from = level.channels;
      return unit;
    }),
  );
}

/**
 * The deep feature: what comes from below into the last `depth` units of the way up, [B, C, H, W].
 * Source: Ma et al. 2024 (DeepCache), whose cached feature of branch m is that of depth m + 1 here.
 * @returns its channels and sides for latents of these sides
 * @throws for a depth that the network does not have
 */
export function deepFeature(
  config: UnetConfig,
  depth: number,
  { height, width }: { readonly height: number; readonly width: number },
): readonly [channels: number, height: number, width: number] {
  const units = upUnits(config);
  const unit = Number.isInteger(depth) && depth > 0 ? units.at(-depth) : undefined;
  if (unit === undefined)
    throw new Error(`depth: expected a whole number from 1 to ${units.length}, got ${depth}`);
  const halved = (side: number): number => {
    let left = side;
    for (let i = 0; i < unit.halvings; i += 1) left = Math.ceil(left / 2);
    return left;
  };
  return [unit.from, halved(height), halved(width)];
}

/** Which of the cross-attention layers, counted in the order of the forward pass, lie in the outer blocks. */
export function outerLayers(config: UnetConfig, depth: number): number[] {
  const [down, up] = [downUnits(config), upUnits(config)];
  const attends = [
    ...down.map((unit, i) => [unit.kind === 'residual' && unit.level.attendsDown, i < depth - 1] as const),
    [true, false] as const, // mid_block
    ...up.map((unit, i) => [unit.level.attendsUp, i >= up.length - depth] as const),
  ];
  return attends.filter(([does]) => does).flatMap(([, isOuter], layer) => (isOuter ? [layer] : []));
}
