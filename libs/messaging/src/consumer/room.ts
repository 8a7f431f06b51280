/** So many bytes at once, for all who share it. */
export class Room {
  private taken = 0;

  constructor(private readonly bytes: number) {}

  /** False when there is no room for so many. */
  take(bytes: number): boolean {
    if (this.taken + bytes > this.bytes) return false;
    this.taken += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.taken -= bytes;
  }
}
