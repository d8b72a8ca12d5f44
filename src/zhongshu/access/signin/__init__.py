"""How somebody proves who they are: passwords, second factors, sessions and single sign-on."""
