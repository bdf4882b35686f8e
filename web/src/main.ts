import "./style/base.css";

document.body.append("Cairn");
