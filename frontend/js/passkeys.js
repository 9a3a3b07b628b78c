export function passkeys() {}
