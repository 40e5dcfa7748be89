// SPDX-License-Identifier: MIT
#include "mpi_module.h"

#define OMPI_SKIP_MPICXX 1  // its bindings to C++, which the standard of MPI gave up
#include <mpi.h>

namespace {

constexpr int tag = 1;

}  // namespace

void wlanmedic_mpi_join(int* rank, int* size) {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, rank);
    MPI_Comm_size(MPI_COMM_WORLD, size);
}

void wlanmedic_mpi_leave() { MPI_Finalize(); }

void wlanmedic_mpi_send(const char* bytes, int length) {
    MPI_Send(bytes, length, MPI_CHAR, 0, tag, MPI_COMM_WORLD);
}

int wlanmedic_mpi_await(int from) {
    MPI_Status status;
    int length = 0;
    MPI_Probe(from, tag, MPI_COMM_WORLD, &status);
    MPI_Get_count(&status, MPI_CHAR, &length);
    return length;
}

void wlanmedic_mpi_receive(int from, char* bytes, int length) {
    MPI_Recv(bytes, length, MPI_CHAR, from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

void wlanmedic_mpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }
