/// The machine's memory as this process may use it, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemMemory {
    pub total_bytes: u64,
    /// The least of the host's available memory and of every limit's room. Page cache counts as room.
    pub available_bytes: u64,
    /// The tightest cgroup or job limit below the machine's memory.
    pub limit_bytes: Option<u64>,
}

/// One process's memory, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessMemory {
    pub pid: u32,
    pub resident_bytes: u64,
    /// Highest since the start or the last reset; none where the OS does not tell.
    pub peak_resident_bytes: Option<u64>,
    /// Part of the resident bytes that is pages of files, which processes share; Linux only.
    pub file_bytes: Option<u64>,
}

/// What one process uses now, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessUse {
    /// Resident bytes without pages of files.
    pub own_bytes: u64,
    /// Pages of files and of shared memory, which processes share; 0 where the OS does not tell them apart.
    pub file_bytes: u64,
}
