const CREATES = "document.createElement('style')"
const WITH_NONCE = `Object.assign(${CREATES}, {
  nonce: document.querySelector('meta[property="csp-nonce"]')?.nonce ?? '',
})`

/**
 * Gives every style element that antd's toolbox adds the nonce of the page.
 *
 * antd hands the nonce of its configuration to its own styles, but not to those that lock the
 * scrolling under a dialogue or measure a scroll bar; a strict content security policy stops them.
 */
export const styleNonce = () => ({
  name: 'style-nonce',
  apply: 'build',
  transform(code, id) {
    if (!id.endsWith('@rc-component/util/es/Dom/dynamicCSS.js')) return undefined
    if (!code.includes(CREATES)) this.error(`${id} no longer creates its styles as expected`)
    return code.replace(CREATES, WITH_NONCE)
  },
})
