/** A question of the server, as WebAuthn has it in JSON. */
type Question = Record<string, unknown>
type Credential = Record<string, unknown>

/** The viewer closed the browser's own window, or let it run out. */
export class PasskeyCancelled extends Error {}

/** Whether this browser, on this page, can do anything with passkeys. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential === 'function' &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function' &&
  // A host must have a name: passkeys belong to names.
  /[a-z]/i.test(window.location.hostname)

const given = async (asked: Promise<globalThis.Credential | null>): Promise<Credential> => {
  const credential = await asked.catch((cause: unknown) => {
    throw new PasskeyCancelled(String(cause))
  })
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyCancelled()
  return { ...credential.toJSON() }
}

/** Lets the browser answer with a passkey. */
export function answerWithPasskey({ publicKey }: Question): Promise<Credential> {
  const asked = publicKey as PublicKeyCredentialRequestOptionsJSON
  return given(
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked),
    }),
  )
}

/** Lets the browser make a passkey. */
export function makePasskey({ publicKey }: Question): Promise<Credential> {
  const asked = publicKey as PublicKeyCredentialCreationOptionsJSON
  return given(
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked),
    }),
  )
}
