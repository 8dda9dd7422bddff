/* Starts Streamlit's scripts after the view is painted. Started earlier, they would keep the browser from painting it. */
requestAnimationFrame(() => setTimeout(() => document.head.append(document.getElementById("later").content)));
