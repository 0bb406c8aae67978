#!/usr/bin/python3
"""An example of a black box as a program: how bright the picture is, 0 to 1. Needs python3-grpcio and python3-grpc-tools.
Manifest: core/blackbox/host/example_box.json. The protocol: box_host.proto beside this file."""
import mmap
import os
import sys
from concurrent import futures

import grpc

os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
messages, services = grpc.protos_and_services("box_host.proto")


class Brightness(services.BoxHostServicer):
    def Load(self, request, context):
        return messages.LoadReply()

    def Run(self, request, context):
        reply = messages.RunReply()
        with open(os.environ["MLINK_BOX_FRAMES"], "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
            for frame in request.frames:
                pixels = memory[frame.offset : frame.offset + frame.stride * frame.height]
                reply.answers.add(values=[sum(pixels) / len(pixels) / 255])
        return reply


server = grpc.server(futures.ThreadPoolExecutor(max_workers=1))
services.add_BoxHostServicer_to_server(Brightness(), server)
server.add_insecure_port("unix:" + os.environ["MLINK_BOX_SOCKET"])
server.start()
server.wait_for_termination()
