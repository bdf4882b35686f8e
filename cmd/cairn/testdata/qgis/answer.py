"""Lets QGIS do what is asked of it: a question is a line of JSON on stdin, its
answer a line of JSON on stdout, and the end of stdin is the end. Uses nothing
but PyQGIS and Python's own library.

{"do": "open",  "source": URI, "provider": NAME}          what the layer is like
{"do": "find",  "source": …, "provider": …, "subset": E,  the layer's own filter,
                "where": E, "box": [W, S, E, N],          the request's, its box,
                "field": NAME}                            one attribute of each
{"do": "draw",  "source": …, "provider": …, "to": PATH}   a picture of it
{"do": "edit",  "source": …, "provider": …,               changes, each saved by
                "steps": [STEP, …], "token": TEXT}        itself

A step is {"add": {FIELD: VALUE}, "at": [X, Y]}, {"set": {FIELD: VALUE}, "of": ID},
{"move": [X, Y], "of": ID} or {"delete": true, "of": ID}. A token is sent as the
authentication that is called API Header in QGIS.

An answer has "said": what QGIS logged meanwhile, as it does of all that fails.
"""
import json
import os
import sys

from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QVariant
from qgis.PyQt.QtGui import QColor
from qgis.core import (
    Qgis, QgsApplication, QgsAuthMethodConfig, QgsFeature, QgsFeatureRequest, QgsGeometry,
    QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY, QgsRectangle, QgsVectorLayer, QgsWkbTypes,
)

# Qt's numbers of the types that fields have.
TYPES = {1: "boolean", 2: "integer", 4: "integer", 6: "number", 8: "object", 9: "array",
         10: "text", 11: "array", 14: "date", 16: "date-time"}
BACKGROUND = QColor(255, 255, 255)


def plain(value):
    """A value of an attribute as JSON has it."""
    if value is None or isinstance(value, QVariant) and value.isNull():
        return None
    if isinstance(value, QDateTime):
        return value.toUTC().toString("yyyy-MM-ddTHH:mm:ssZ")
    if isinstance(value, QDate):
        return value.toString(Qt.ISODate)
    return value


def layer_of(question):
    layer = QgsVectorLayer(question["source"], "layer", question["provider"])
    if not layer.isValid():
        raise ValueError("QGIS does not open it: " + layer.error().summary())
    return layer


def corners(box):
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def opened(question):
    layer = layer_of(question)
    return {
        "fields": {f.name(): TYPES.get(int(f.type()), str(f.type())) for f in layer.fields()},
        "order": [f.name() for f in layer.fields()],
        "count": layer.featureCount(),
        "extent": corners(layer.extent()),
        "crs": layer.crs().authid(),
        "geometry": QgsWkbTypes.displayString(layer.wkbType()),
    }


def found(question):
    layer = layer_of(question)
    if "subset" in question and not layer.setSubsetString(question["subset"]):
        raise ValueError("QGIS refuses the filter")
    request = QgsFeatureRequest()
    if "where" in question:
        request.setFilterExpression(question["where"])
    if "box" in question:
        request.setFilterRect(QgsRectangle(*question["box"]))
    values, shapes = [], []
    for feature in layer.getFeatures(request):
        values.append(plain(feature[question["field"]]))
        if len(shapes) < 3:
            shapes.append(feature.geometry().asWkt(6))
    answer = {"values": values, "shapes": shapes, "crs": layer.crs().authid()}
    provider = layer.dataProvider()
    if hasattr(provider, "clientSideFilterExpression"):
        answer["left"] = provider.clientSideFilterExpression()
    return answer


def drawn(question):
    layer = layer_of(question)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setBackgroundColor(BACKGROUND)
    settings.setOutputSize(QSize(800, 400))
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(*question["box"]) if "box" in question else layer.extent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    if not image.save(question["to"], "PNG"):
        raise ValueError("the picture cannot be written")
    inked = sum(1 for x in range(image.width()) for y in range(image.height())
                if image.pixelColor(x, y) != BACKGROUND)
    faults = [e.message for e in job.errors()]
    return {"inked": inked / (image.width() * image.height()), "faults": faults}


def authenticated(source, token):
    """The source with a configuration that sends the token."""
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig("APIHeader")
    config.setName("token")
    config.setConfig("Authorization", "Bearer " + token)
    if not manager.setMasterPassword("test", True) or not manager.storeAuthenticationConfig(config)[0]:
        raise ValueError("QGIS does not keep the token")
    return source + " authcfg=" + config.id()


def point(position):
    return QgsGeometry.fromPointXY(QgsPointXY(*position))


def stepped(layer, step):
    """Does a step, and says whether QGIS would."""
    if "add" in step:
        feature = QgsFeature(layer.fields())
        for name, value in step["add"].items():
            feature.setAttribute(name, value)
        feature.setGeometry(point(step["at"]))
        return layer.addFeature(feature)
    [key] = [f.id() for f in layer.getFeatures() if f["id"] == step["of"]]
    if "set" in step:
        return all(layer.changeAttributeValue(key, layer.fields().indexOf(name), value) for name, value in step["set"].items())
    if "move" in step:
        return layer.changeGeometry(key, point(step["move"]))
    return layer.deleteFeature(key)


def edited(question):
    if "token" in question:
        question["source"] = authenticated(question["source"], question["token"])
    layer = layer_of(question)
    for step in question["steps"]:
        if not layer.startEditing():
            raise ValueError("QGIS does not let the layer be edited")
        if not stepped(layer, step) or not layer.commitChanges():
            raise ValueError(f"{step}: {layer.commitErrors()}")
    return {"count": sum(1 for _ in layer.getFeatures()), "values": [plain(f["id"]) for f in layer.getFeatures()]}


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # libraries print to where the answers go
    app = QgsApplication([], False)
    app.initQgis()
    said = []
    app.messageLog().messageReceived.connect(lambda text, tag, level: said.append(f"{tag}: {text}"))
    print(json.dumps({"version": Qgis.QGIS_VERSION_INT, "name": Qgis.QGIS_VERSION}), file=out, flush=True)
    does = {"open": opened, "find": found, "draw": drawn, "edit": edited}
    for line in sys.stdin:
        question = json.loads(line)
        said.clear()
        try:
            answer = does[question["do"]](question)
        except Exception as fault:  # told to whoever asked
            answer = {"fault": f"{type(fault).__name__}: {fault}"}
        app.processEvents()
        answer["said"] = list(said)
        print(json.dumps(answer), file=out, flush=True)
    app.exitQgis()


main()
