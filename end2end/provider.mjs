// A certified OpenID provider, independent of the portal's own: the portal must sign in through it too.
// Whoever signs in is the person whose reference is typed as the login; staff groups are "ref+group".
import Provider from "oidc-provider";

const port = Number(process.env.PROVIDER_PORT ?? 4010);
const portal = process.env.BASE_URL ?? "http://127.0.0.1:3000";

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "portal",
      client_secret: "loopback-only-client-secret",
      redirect_uris: [`${portal}/sign-in/callback`],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { openid: ["sub", "name", "employee_number", "groups"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  async findAccount(_ctx, login) {
    const [reference, ...groups] = login.split("+");
    return {
      accountId: login,
      claims: () => ({ sub: login, name: `Directory ${reference}`, employee_number: reference, groups }),
    };
  },
  cookies: { keys: ["loopback test keys"] },
});

provider.listen(port, "127.0.0.1", () => console.log(`OpenID provider on http://127.0.0.1:${port}`));
