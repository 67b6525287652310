import { DiskAccount } from "../../service/diskAccount.ts";
import { UploadRooms } from "../uploadRooms.ts";

/** The account of a disk that has room for all. */
export const endlessDisk = () => new DiskAccount(0, async () => ({ bytes: Number.MAX_SAFE_INTEGER, takesFiles: () => true }));

/** Rooms of uploads on such a disk. */
export function endlessRooms(disk = endlessDisk()): UploadRooms {
  return new UploadRooms((bytes) => disk.take(bytes));
}
