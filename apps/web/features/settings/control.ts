/** How a field to type or choose in looks. */
export const control = "min-h-10 rounded-lg border border-edge bg-raised px-3 text-base sm:text-sm";
