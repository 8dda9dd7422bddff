/* The component that Streamlit mounts. The page's code is a file, so that browsers cache it and no message carries it. */
const { default: mount } = await import(new URL("FOLDER/page.js", document.baseURI));

export default mount;
