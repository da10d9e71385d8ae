import { ROOM, translation, type Placed } from './scene.ts';

/** Of cells that would be small, only each second row and column has dots. */
const LEAST_FINE_ZOOM = 0.6;
const CELL = 24;

/** The dots under the graph: painted for a view with room around it, and moved with it as they are. */
export class Ground {
  readonly element = document.createElement('div');

  constructor() {
    this.element.className = 'ground';
    this.element.style.inset = `-${ROOM}px`;
  }

  /** Puts the dots where the graph stands. */
  place({ base: { scale, offset }, shift }: Placed): void {
    const { style } = this.element;
    const cell = (scale < LEAST_FINE_ZOOM ? 2 * CELL : CELL) * scale;
    style.backgroundSize = `${cell}px ${cell}px`;
    style.backgroundPosition = `${ROOM + offset[0] * scale}px ${ROOM + offset[1] * scale}px`;
    style.transform = translation(shift);
  }
}
