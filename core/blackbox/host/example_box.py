#!/usr/bin/python3
"""An example of a black box as a program: how bright the picture is, 0 to 1. Needs python3-grpcio, python3-protobuf and
protoc. Manifest: example_box.json; the protocol: box_host.proto beside this file."""
import mmap, os, subprocess, sys, tempfile
from concurrent import futures

import grpc

here, made = os.path.dirname(os.path.realpath(__file__)), tempfile.mkdtemp()  # in the one folder that it may write to
subprocess.run(["protoc", "-I", here, "--python_out", made, "box_host.proto"], check=True)
sys.path.insert(0, made)
import box_host_pb2 as wire


def load(request, context):
    return wire.LoadReply()


def run(request, context):
    reply = wire.RunReply()
    with open(os.environ["MLINK_BOX_FRAMES"], "rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as memory:
        for frame in request.frames:
            pixels = memory[frame.offset : frame.offset + frame.stride * frame.height]
            reply.answers.add(values=[sum(pixels) / len(pixels) / 255])
    return reply


def handler(function, request):
    return grpc.unary_unary_rpc_method_handler(function, request.FromString, lambda reply: reply.SerializeToString())


server = grpc.server(futures.ThreadPoolExecutor(max_workers=1))
methods = {"Load": handler(load, wire.LoadRequest), "Run": handler(run, wire.RunRequest)}
server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("mlink.host.v1.BoxHost", methods)])
server.add_insecure_port("unix:" + os.environ["MLINK_BOX_SOCKET"])
server.start()
server.wait_for_termination()
