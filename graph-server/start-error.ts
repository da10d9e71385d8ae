/** Exit codes of a server that cannot start, as sysexits.h numbers them. */
export const EXIT = { unavailable: 69, broken: 70, configuration: 78 } as const;

/** Why a server cannot start, in one sentence. */
export class StartError extends Error {
  /** Told to the program that started this one. */
  readonly exitCode: number;

  constructor(message: string, exitCode: number, cause: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}
