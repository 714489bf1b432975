/* SPDX-License-Identifier: MIT */
/*
 * main.c -- almoner VERB ...: the verbs are rows in the rooms' tables.
 */
#include "site/verb.h"

int main(int argc, char **argv)
{
	return verb_run(argc, argv);
}
