// SPDX-License-Identifier: MIT
// What wlanmedic-mpi.so exports: the few functions of Open MPI that a sweep needs. It lies beside the program and
// is loaded under mpirun alone, so that whoever records a night does not carry MPI's libraries through it. At an
// error MPI's own handler ends all processes.
#pragma once

extern "C" {

/// Begins MPI. The place of this process, and how many there are.
void wlanmedic_mpi_join(int* rank, int* size);
void wlanmedic_mpi_leave();
/// To process 0.
void wlanmedic_mpi_send(const char* bytes, int length);
/// Waits for what process `from` sends; its length.
int wlanmedic_mpi_await(int from);
/// What was awaited, into `length` bytes.
void wlanmedic_mpi_receive(int from, char* bytes, int length);
/// Ends all processes.
void wlanmedic_mpi_abort(int status);
}
