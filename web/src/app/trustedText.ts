type TextPolicy = { createHTML: (text: string) => string }
type PolicyFactory = { createPolicy: (name: 'default', policy: TextPolicy) => unknown }

/**
 * Lets text without markup through where the browser enforces Trusted Types.
 *
 * antd writes its style sheets through `innerHTML`. A style sheet holds no `<`, and a text without
 * `<` cannot become an element, so anything else stays refused.
 */
const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }

trustedTypes?.createPolicy('default', {
  createHTML: (text) => {
    if (text.includes('<')) throw new TypeError('markup must not be written as text')
    return text
  },
})
